"""A version: frozen content under its digest. What is digested is what is approved is what is rendered."""

import json
import re

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from articles.content import digest as digests
from articles.models.frozen import Frozen
from articles.models.topic import ABOVE, Topic

# Canonical JSON has its keys in order, and this is the first.
_BEGINNING = re.compile(r'\{"article":"([^"\\]*)"[,}]')
_part_at = json.JSONDecoder().raw_decode


class Version(Frozen):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # Text, not a JSON column: the stored bytes are the digested bytes, on every database.
    document = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="versions_made")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once_per_article"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_numbers_start_at_one"),
        ]
        indexes = [
            models.Index(fields=["digest"], name="version_by_digest"),
            models.Index(fields=["-made_at", "-number"], name="version_newest"),
            models.Index(fields=["made_by", "article"], name="version_by_maker"),
        ]

    def __str__(self):
        return f"Version {self.number}"

    @cached_property
    def content(self):
        """The content as a dict; docs/content.md names its fields."""
        return json.loads(self.document)

    def part(self, name):
        """One part of the content, which only the content itself has by this name: the others are not parsed.

        In JSON, a name in quotes before a colon is never part of a text: there the quotes would be escaped.
        """
        return _part_at(self.document, self._place_of(name))[0]

    def items_of(self, name):
        """The same of a part that is a list, one by one: items that nobody asks for are not parsed, either."""
        at = self._place_of(name)
        if self.document.startswith("[]", at):
            return
        while self.document[at] != "]":
            item, at = _part_at(self.document, at + 1)
            yield item

    def _place_of(self, name):
        key = f'"{name}":'
        return self.document.index(key) + len(key)

    @property
    def article_uid(self):
        """The article that it says it is of. Who asks nothing else of it need not parse the whole."""
        found = _BEGINNING.match(self.document)
        return found[1] if found else self.content.get("article")

    @cached_property
    def topics(self):
        """The topics it names, in their order, as they are when this row is first asked: what they ask of a review."""
        slugs = [topic["slug"] for topic in self.content["topics"]]
        found = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs).select_related(ABOVE)}
        return [found[slug] for slug in slugs if slug in found]

    @cached_property
    def actual_digest(self):
        """The digest of what is stored now. It differs from `digest` only if somebody tampered with the row."""
        return digests.sha256(self.document)

    @property
    def is_intact(self):
        return self.actual_digest == self.digest
