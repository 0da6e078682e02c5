"""A neighbour that the editor chose for "More about this", or one that an imported page suggested."""

from django.db import models

from articles.models.fetched import TrustsFetchedRows


class RelatedArticle(TrustsFetchedRows):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="related_articles")
    related = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="related_from"
    )
    position = models.PositiveSmallIntegerField(default=0)
    # What an imported page said about the neighbour. Never shown to readers, and its badge is never believed.
    suggested_title = models.CharField(max_length=200, blank=True)
    suggested_topic = models.CharField(max_length=80, blank=True)
    suggested_alt = models.CharField(max_length=300, blank=True)
    claims_review = models.BooleanField(
        default=False, help_text="The imported page said “Medically reviewed”. That is not believed here."
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(related__isnull=True) | ~models.Q(related=models.F("article")),
                name="related_is_not_itself",
                violation_error_message="An article cannot be related to itself.",
            ),
            models.UniqueConstraint(
                fields=["article", "related"],
                name="related_once",
                violation_error_message="This article is chosen already.",
            ),
            models.CheckConstraint(
                condition=models.Q(related__isnull=False) | ~models.Q(suggested_title=""),
                name="related_is_an_article_or_a_suggestion",
                violation_error_message="Choose an article.",
            ),
        ]

    def __str__(self):
        return str(self.related) if self.related_id else self.suggested_title
