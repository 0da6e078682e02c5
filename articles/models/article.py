"""An article: its identity and the writer's draft. What the public sees is a `Publication`."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.fetched import TrustsFetchedRows


class State(models.TextChoices):
    """Where the latest version stands. Live, scheduled and withdrawn are facts of the publication, not states."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"


class Article(TrustsFetchedRows):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="The address readers see; it says something too. A changed slug is a new version, and the old "
        "address forwards to it.",
        error_messages={"unique": "Another article has this address already."},
    )
    language = models.CharField(max_length=12, default="en")
    title = models.CharField(max_length=160)
    summary = models.CharField(
        max_length=300, blank=True, help_text="One or two sentences a patient would understand; shown under the title."
    )
    lede = models.TextField(blank=True, help_text="The paragraphs before the first heading.")
    key_points = models.JSONField(
        default=list, blank=True, help_text="What to know if you read nothing else: three to five lines."
    )
    emergency = models.TextField(
        blank=True, help_text="Begin with what to do (whom to call), then list the signs; shown in a red box."
    )
    hero = models.ForeignKey("articles.Figure", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    main_topic = models.ForeignKey(
        "articles.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="main_articles"
    )
    topics = models.ManyToManyField(
        "articles.Topic", blank=True, related_name="articles", verbose_name="further topics"
    )
    funding = models.TextField(
        blank=True, help_text="Who paid for this article, or: Nobody paid for this article or saw it before."
    )
    ai_use = models.TextField(
        "use of AI", blank=True, help_text="Whether software helped with the text, and which person checked its work."
    )
    import_note = models.TextField(blank=True, help_text="Lines of an imported page that found no other place.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    latest_version = models.ForeignKey(
        "articles.Version", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "-created_at", "-id"], name="article_newest_by_state"),
            # Those of one state as they waited, without a look at their texts.
            models.Index(fields=["state", "latest_version", "id"], name="article_by_state_and_wait"),
            models.Index(fields=["-created_at", "-id"], name="article_newest"),
            # Searching reads this instead of the texts.
            models.Index(fields=["title", "-id", "slug"], name="article_by_title"),
        ]
        constraints = [
            # Only a frozen version can be reviewed or approved.
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT) | models.Q(latest_version__isnull=False),
                name="article_state_needs_a_version",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="article_state_is_one_of_the_four"),
        ]

    def __str__(self):
        return self.title

    def get_admin_url(self):
        return reverse("admin:articles_article_change", args=[self.pk])

    def open_publication(self):
        """The publication that is current or comes next: the one whose time has no end yet; or None."""
        return self.publications.open().with_standing().first()

    def live_publication(self, now=None):
        """What readers see of this article now, or None."""
        return self.publications.live(now).with_standing().first()

    def all_topics(self):
        """The main topic first, then the others by name; each once."""
        others = [topic for topic in self.topics.all() if topic.pk != self.main_topic_id]
        return ([self.main_topic] if self.main_topic else []) + sorted(others, key=lambda topic: topic.name)
