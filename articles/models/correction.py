"""A published correction: ordered, dated, never edited or deleted."""

from django.db import models

from articles.models.frozen import Frozen


class Correction(Frozen):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="corrections")
    published_on = models.DateField()
    text = models.TextField(help_text="What was wrong, what is right, and when it was put right.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something")]

    def __str__(self):
        return f"Correction of {self.published_on}"

    def as_shown(self):
        return {"on": self.published_on.isoformat(), "text": self.text}
