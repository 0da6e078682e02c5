"""A picture, stored under the digest of the bytes that are served, with the words that go with it."""

from django.core.validators import MaxValueValidator
from django.db import models


class Figure(models.Model):
    name = models.CharField(max_length=120, help_text="What you will look for: Knee, drawn.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    src = models.CharField(max_length=120, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    renditions = models.JSONField(default=list, editable=False)
    alt = models.CharField(
        "alternative text", max_length=300, blank=True, help_text="What a reader who cannot see it needs to know."
    )
    is_decorative = models.BooleanField(default=False, help_text="It says nothing that the text does not say.")
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=160, blank=True)
    license = models.CharField(max_length=80, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    added_by = models.ForeignKey("experts.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "picture"
        ordering = ["-added_at", "-pk"]
        constraints = [
            # A picture without words is nothing to a reader who cannot see it (WCAG 2.2, 1.1.1).
            models.CheckConstraint(
                condition=models.Q(is_decorative=True) | ~models.Q(alt=""),
                name="figure_has_alt_text_or_is_decorative",
                violation_error_message="Describe the picture, or mark it as decorative.",
            ),
        ]
        indexes = [models.Index(fields=["-added_at", "-id"], name="figure_newest")]

    def __str__(self):
        return self.name

    def file_names(self):
        """The picture's files, the main one first."""
        return [self.src, *[row["src"] for row in self.renditions]]

    def as_shown(self):
        """What a frozen version says of this picture, as plain JSON."""
        return {
            "digest": self.digest,
            "src": self.src,
            "width": self.width,
            "height": self.height,
            "alt": "" if self.is_decorative else self.alt,
            "caption": self.caption,
            "credit": self.credit,
            "license": self.license,
            "focal": [self.focal_x, self.focal_y],
            "renditions": self.renditions,
        }
