"""One evidence record, shared by all articles that cite it."""

import uuid

from django.db import models


class SourceKind(models.TextChoices):
    META_ANALYSIS = "meta_analysis", "Meta-analysis"
    SYSTEMATIC_REVIEW = "systematic_review", "Systematic review"
    GUIDELINE = "guideline", "Guideline"
    RANDOMIZED_TRIAL = "randomized_trial", "Randomized trial"
    COHORT_STUDY = "cohort_study", "Cohort study"
    CASE_CONTROL = "case_control", "Case-control study"
    CASE_REPORT = "case_report", "Case report"
    REVIEW = "review", "Review"
    BOOK = "book", "Book"
    WEB_PAGE = "web_page", "Web page"


class SourceStatus(models.TextChoices):
    """A look-up that failed leaves a source unknown: unknown is never ok."""

    UNKNOWN = "unknown", "Not checked"
    CURRENT = "current", "No notice found"
    CORRECTED = "corrected", "Corrected"
    CONCERN = "concern", "Expression of concern"
    RETRACTED = "retracted", "Retracted"


class Source(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=24, choices=SourceKind, default=SourceKind.REVIEW)
    authors = models.JSONField(
        default=list, blank=True, help_text='In order: {"family", "given"} or, for an institution, {"literal"}.'
    )
    title = models.CharField(max_length=400)
    container = models.CharField("journal, book or site", max_length=200, blank=True)
    publisher = models.CharField(max_length=160, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    doi = models.CharField("DOI", max_length=160, blank=True)
    pmid = models.CharField("PMID", max_length=10, blank=True)
    isbn = models.CharField("ISBN", max_length=17, blank=True)
    url = models.URLField("URL", max_length=500, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=SourceStatus, default=SourceStatus.UNKNOWN)
    last_checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            # The same paper twice would be numbered twice, and a retraction would reach only one of the two.
            models.UniqueConstraint(
                fields=["doi"],
                condition=~models.Q(doi=""),
                name="source_doi_once",
                violation_error_message="This DOI is in the library already.",
            ),
            models.UniqueConstraint(
                fields=["pmid"],
                condition=~models.Q(pmid=""),
                name="source_pmid_once",
                violation_error_message="This PMID is in the library already.",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="source_has_a_title"),
        ]
        indexes = [models.Index(fields=["status"], name="source_by_status")]

    def __str__(self):
        return f"{self.title} ({self.year})" if self.year else self.title
