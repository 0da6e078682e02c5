"""What an editor puts first: on the hub of a topic ("most needed"), or on the front page."""

from django.db import models


class Feature(models.Model):
    topic = models.ForeignKey(
        "articles.Topic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="features",
        help_text="The hub it stands on. Empty: the front page.",
    )
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="features")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "featured article"
        constraints = [
            models.UniqueConstraint(fields=["topic", "article"], name="feature_once_per_hub"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(topic__isnull=True), name="feature_once_on_the_front_page"
            ),
        ]

    def __str__(self):
        return f"{self.article} on {self.topic or 'the front page'}"
