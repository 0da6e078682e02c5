"""A topic: a hub that readers browse, with the interval after which its articles are reviewed again."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.addresses import address_of

LONGEST_REVIEW_INTERVAL_MONTHS = 36
# So far up a topic's own topics come along without another query.
ABOVE = "parent__parent__parent"


class TopicKind(models.TextChoices):
    AREA = "area", "Area"
    CONDITION = "condition", "Condition"
    DRUG = "drug", "Drug"
    SYMPTOM = "symptom", "Symptom"


class Topic(models.Model):
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The address of the hub. It stays: published pages link to it."
    )
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=TopicKind, default=TopicKind.AREA)
    synonyms = models.JSONField(default=list, blank=True, help_text="Other names readers use.")
    code = models.CharField(max_length=40, blank=True, help_text="MeSH:D009103, ICD-10:G35.")
    description = models.TextField(blank=True, help_text="One or two sentences for the top of the hub.")
    months_between_reviews = models.PositiveSmallIntegerField(
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_REVIEW_INTERVAL_MONTHS)],
        help_text="The riskier the advice, the shorter: a reviewer cannot set the next review later than this.",
    )
    specialties = models.JSONField(
        default=list,
        blank=True,
        help_text="Whose reviewers may judge its articles, such as Neurology. Empty: as the topic above, or anyone.",
    )
    reviewers_needed = models.PositiveSmallIntegerField(
        default=1,
        choices=[(1, "One reviewer"), (2, "Two reviewers")],
        help_text="Two where a mistake could do grave harm: both must approve the same version.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            # A review interval beyond three years would let a badge outlive its evidence.
            models.CheckConstraint(
                condition=models.Q(months_between_reviews__range=(1, LONGEST_REVIEW_INTERVAL_MONTHS)),
                name="topic_review_interval_is_sane",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="topic_is_not_its_own_parent"),
            # Nobody would be asked, or more doctors than the desk can show.
            models.CheckConstraint(
                condition=models.Q(reviewers_needed__range=(1, 2)), name="topic_needs_one_or_two_reviewers"
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.pk and any(above.pk == self.pk for above in self.ancestors()):
            raise ValidationError({"parent": f"{self.name} would stand above itself."})

    def get_absolute_url(self):
        return address_of("reading:topic", self.slug)

    def ancestors(self):
        """The topics above this one, outermost first."""
        found: list[Topic] = []
        above = self.parent
        while above is not None and above not in found:
            found.insert(0, above)
            above = above.parent
        return found

    def as_shown(self):
        """What a frozen version says of this topic, as plain JSON."""
        return {
            "slug": self.slug,
            "name": self.name,
            "kind": self.kind,
            "code": self.code,
            "path": [{"slug": above.slug, "name": above.name} for above in self.ancestors()],
        }
