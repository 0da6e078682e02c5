"""A section of a draft: a short label for the jump navigation, a full heading, and rich text."""

from django.db import models

from articles.models.fetched import TrustsFetchedRows


class Section(TrustsFetchedRows):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="sections")
    anchor = models.SlugField(
        max_length=60, blank=True, help_text="The section's stable id in the page's address; made from the label."
    )
    position = models.PositiveSmallIntegerField(default=0)
    nav_label = models.CharField(max_length=40, blank=True, help_text="One to three words for “On this page”.")
    heading = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    figure = models.ForeignKey(
        "articles.Figure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="A picture under the text of this section.",
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            # Two sections with one id: a link would jump to the wrong one.
            models.UniqueConstraint(
                fields=["article", "anchor"], condition=~models.Q(anchor=""), name="section_anchor_once_per_article"
            ),
        ]

    def __str__(self):
        return self.nav_label or self.heading or "Section"
