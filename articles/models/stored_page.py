"""Public pages as they leave the site, ready made; what was decided says which of them are no longer true."""

from django.db import models


class StoredPage(models.Model):
    """One public answer, compressed once. Nothing is lost with it: a page that is not here is rendered and stored."""

    path = models.CharField(max_length=400)
    # Which templates, styles and words it was made with: another release of the software makes its own pages.
    layout = models.CharField(max_length=16)
    headers = models.TextField(help_text="JSON: the headers as pairs, without those of the encoding.")
    tag = models.CharField(max_length=64, help_text="SHA-256 of the page before it was compressed.")
    gzip = models.BinaryField()
    brotli = models.BinaryField()
    keys = models.TextField(help_text="What it shows, separated by spaces: see articles/pages/keys.py.")
    # In seconds since 1970: it is compared for every reader.
    valid_until = models.PositiveBigIntegerField(
        help_text="The next moment at which the clock alone makes it another page."
    )
    # How many decisions it knows of: the number of the generation it was rendered in.
    generation = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "layout"], name="stored_page_once")]
        indexes = [models.Index(fields=["valid_until"], name="stored_page_by_end")]

    def __str__(self):
        return self.path


class StoredPageKey(models.Model):
    """That a stored page shows something, to find it by when that changes; or that it was compressed in haste."""

    page = models.ForeignKey(StoredPage, on_delete=models.CASCADE, related_name="shown")
    key = models.CharField(max_length=140)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="stored_page_key_once")]

    def __str__(self):
        return self.key


class PageGeneration(models.Model):
    """One row: how often something that readers see was changed. Each change takes the next number as it is decided."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)


class DroppedKey(models.Model):
    """That pages with this key, made before this generation, are no longer true. Every worker reads these."""

    generation = models.PositiveBigIntegerField()
    key = models.CharField(max_length=140)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "key"], name="dropped_key_once")]

    def __str__(self):
        return f"{self.key} in {self.generation}"


class ComingChange(models.Model):
    """That pages with this key become others when a scheduled publication begins, though nobody does anything then."""

    publication = models.ForeignKey("articles.Publication", on_delete=models.CASCADE, related_name="coming_changes")
    at = models.DateTimeField()
    key = models.CharField(max_length=140)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "publication"], name="coming_change_once")]
        indexes = [models.Index(fields=["key", "at"], name="coming_change_by_key")]

    def __str__(self):
        return f"{self.key} at {self.at}"
