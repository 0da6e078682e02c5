"""A publication: one version's time in public. Only the publishing verbs write it.

An article has one row per release. The row whose `visible_until` is empty is the current one, or the one to come when
it is scheduled. So what readers see is always a condition on the clock, and what they saw on any day stays on record.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.addresses import address_of
from articles.models.byline import BylineRole
from articles.models.record import PUBLISHINGS, EditorialRecord
from articles.models.standing import standing_of


class PublicationQuerySet(models.QuerySet):
    def in_public(self, now=None):
        """Rows whose time has begun and not ended, withdrawn ones included."""
        now = now or timezone.now()
        return self.not_over(now).filter(visible_from__lte=now)

    def live(self, now=None):
        """What readers may see now."""
        return self.in_public(now).filter(withdrawn_at__isnull=True)

    def withdrawn(self, now=None):
        """What readers get a 410 and a reason for now."""
        return self.in_public(now).filter(withdrawn_at__isnull=False)

    def not_over(self, now=None):
        """What is in public now, withdrawn ones included, and what is scheduled."""
        return self.filter(Q(visible_until__isnull=True) | Q(visible_until__gt=now or timezone.now()))

    def released(self, now=None):
        """Every row whose time has begun, past ones included."""
        return self.filter(visible_from__lte=now or timezone.now())

    def published(self, now=None):
        """Of the released rows, those that were published or scheduled: neither minor edits nor corrections."""
        # Looked up for each row that is asked for: as a join, SQLite would begin with every release there ever was.
        releases = EditorialRecord.objects.filter(pk=OuterRef("release"), event__in=PUBLISHINGS)
        return self.released(now).filter(Exists(releases))

    def open(self):
        """The current or coming row of each article."""
        return self.filter(visible_until__isnull=True)

    def scheduled(self, now=None):
        return self.filter(visible_from__gt=now or timezone.now())

    def with_standing(self):
        """With what `standing()` needs, so that it costs no further query."""
        return self.select_related("version", "review", "release")

    def in_topics(self, topics):
        # By sub-query: a DISTINCT over a join would compare whole version documents.
        return self.filter(pk__in=Publication.topics.through.objects.filter(topic__in=topics).values("publication"))

    def by_expert(self, expert):
        """Pages that credit this expert in any role but as somebody quoted."""
        credits = PublicationExpert.objects.filter(expert=expert, role__in=CREDITED)
        return self.filter(pk__in=credits.values("publication"))

    def showing(self, name):
        """Pages that show the picture file `name`: in the text, at its head, or as somebody's portrait."""
        return self.filter(files__name=name)

    def newest_first(self):
        return self.order_by("-changed_on", "-pk")


CREDITED = (BylineRole.AUTHOR, BylineRole.MEDICAL_REVIEWER, BylineRole.EDITOR)


class Publication(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="publications")
    release = models.ForeignKey("articles.EditorialRecord", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey("articles.EditorialRecord", on_delete=models.PROTECT, null=True, related_name="+")

    # Repeated from the version's content, to find and list it by without a look at any draft.
    article_uid = models.UUIDField(db_index=True)
    slug = models.SlugField(max_length=120, db_index=False)
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    card = models.JSONField(default=dict)
    topics = models.ManyToManyField("articles.Topic", related_name="publications")

    first_published_on = models.DateField()
    changed_on = models.DateField()
    imported_updated_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)

    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(null=True)
    change_note = models.TextField(blank=True)

    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    replacement = models.ForeignKey("articles.Article", on_delete=models.PROTECT, null=True, related_name="+")

    # A notice of safety over the text: a recalled drug, a retracted source. It is ours and is no part of the version.
    safety_notice = models.TextField(blank=True)
    safety_notice_on = models.DateField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-visible_from", "-pk"]
        constraints = [
            # Two current rows of one article: readers would see one or the other.
            models.UniqueConstraint(
                fields=["article"], condition=Q(visible_until__isnull=True), name="publication_one_open_per_article"
            ),
            # Two articles at one address.
            models.UniqueConstraint(
                fields=["slug"], condition=Q(visible_until__isnull=True), name="publication_one_open_per_slug"
            ),
            models.CheckConstraint(
                condition=Q(visible_until__isnull=True) | Q(visible_until__gte=models.F("visible_from")),
                name="publication_ends_after_it_begins",
            ),
            # A reader who meets a 410 is told why.
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="publication_withdrawal_has_a_reason",
            ),
            # A notice without its day would look new for ever.
            models.CheckConstraint(
                condition=Q(safety_notice="", safety_notice_on__isnull=True)
                | (~Q(safety_notice="") & Q(safety_notice_on__isnull=False)),
                name="publication_safety_notice_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["slug", "visible_from"], name="publication_by_slug"),
            models.Index(fields=["-changed_on", "-id"], name="publication_newest"),
            models.Index(fields=["-reviewed_on", "-id"], name="publication_last_reviewed"),
            models.Index(fields=["visible_from"], name="publication_by_start"),
            # Whether an article's latest version is out already, asked of many articles at once.
            models.Index(
                fields=["article", "version", "visible_from"],
                condition=Q(visible_until__isnull=True),
                name="publication_open_version",
            ),
            models.Index(fields=["review_due_on"], name="publication_by_review_day"),
            # They are few.
            models.Index(
                fields=["article"], condition=Q(withdrawn_at__isnull=False), name="publication_that_is_withdrawn"
            ),
            # Whether an article is live, asked of many articles at once.
            models.Index(
                fields=["article", "visible_from", "visible_until", "withdrawn_at"], name="publication_by_time"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("public:article", self.slug)

    def standing(self, now=None):
        """What may be said about this page's review now; see `Standing`."""
        return standing_of(self, on=(now or timezone.now()).date())

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    def is_live(self, now=None):
        now = now or timezone.now()
        has_ended = self.visible_until is not None and self.visible_until <= now
        return self.visible_from <= now and not has_ended and not self.is_withdrawn

    def is_scheduled(self, now=None):
        return self.visible_from > (now or timezone.now())


class PublicationExpert(models.Model):
    """Who is credited on a publication, to find it by. The credit itself is frozen in the version."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="people")
    expert = models.ForeignKey("experts.Expert", on_delete=models.PROTECT, related_name="publications", db_index=False)
    role = models.CharField(max_length=20, choices=BylineRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "expert", "role"], name="publication_expert_once_per_role"),
        ]
        # What somebody does here, without a look at what else they do.
        indexes = [models.Index(fields=["expert", "role", "publication"], name="publication_by_person")]

    def __str__(self):
        return f"{self.expert}, {self.get_role_display().lower()}"


class PublicationFile(models.Model):
    """A picture's file that a publication shows, to find it by: readers get a file while such a publication is live."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            # The name first: every request for a picture looks one up.
            models.UniqueConstraint(fields=["name", "publication"], name="publication_file_once"),
        ]

    def __str__(self):
        return self.name
