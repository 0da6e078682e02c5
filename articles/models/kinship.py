"""Two articles that are near each other, computed when either is released. What readers may see is not its word."""

from django.db import models


class Kinship(models.Model):
    """One article as seen from another; an article keeps its nearest ones only."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="kin")
    other = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="kin_from")
    score = models.PositiveSmallIntegerField()
    reasons = models.TextField(help_text="Why, for editors.")

    class Meta:
        verbose_name_plural = "kinships"
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="kinship_once"),
            # A page would lead to itself.
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="kinship_is_not_with_itself"),
        ]

    def __str__(self):
        return self.reasons
