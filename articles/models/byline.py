"""An expert on a draft, in a role."""

from django.db import models

from articles.models.fetched import TrustsFetchedRows


class BylineRole(models.TextChoices):
    AUTHOR = "author", "Author"
    MEDICAL_REVIEWER = "medical_reviewer", "Medical reviewer"
    EDITOR = "editor", "Editor"
    QUOTED = "quoted", "Quoted"


class Byline(TrustsFetchedRows):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines")
    expert = models.ForeignKey("experts.Expert", on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=BylineRole, default=BylineRole.AUTHOR)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "expert", "role"],
                name="byline_once_per_role",
                violation_error_message="This person has this role already.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=BylineRole.values), name="byline_role_is_known"),
        ]

    def validate_constraints(self, exclude=None):
        """The choices of `role` say what its constraint says: the database need not be asked for each row of a form."""
        super().validate_constraints(exclude={*(exclude or ()), "role"})

    def __str__(self):
        return f"{self.expert}, {self.get_role_display().lower()}"
