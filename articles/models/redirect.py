"""An address that an article had once. It leads to wherever the article is now, in one step: no chains, no loops."""

from django.db import models


class Redirect(models.Model):
    slug = models.SlugField(max_length=120, unique=True, help_text="The old address.")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="redirects")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug
