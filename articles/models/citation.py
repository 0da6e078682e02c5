"""One article's use of a source. Markers in the text name the key; numbers are computed when a version is frozen."""

from django.core.validators import RegexValidator
from django.db import models

from articles.models.fetched import TrustsFetchedRows


class Citation(TrustsFetchedRows):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey("articles.Source", on_delete=models.PROTECT, related_name="citations")
    key = models.CharField(
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", "Small letters, digits and hyphens only: foley2013.")],
        help_text="A short name for use in the text: foley2013.",
    )
    locator = models.CharField(max_length=60, blank=True, help_text="Where in the source: p. 12, section 3.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key"],
                name="citation_key_once_per_article",
                violation_error_message="This key is used twice in this article.",
            ),
            # Cited twice under two keys, one source would get two numbers.
            models.UniqueConstraint(
                fields=["article", "source", "locator"],
                name="citation_source_once_per_article",
                violation_error_message="This source is cited in this article already.",
            ),
        ]

    def __str__(self):
        return self.key
