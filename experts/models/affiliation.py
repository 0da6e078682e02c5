"""Where an expert works, in which role, and when."""

from django.db import models


class Affiliation(models.Model):
    expert = models.ForeignKey("experts.Expert", on_delete=models.CASCADE, related_name="affiliations")
    role = models.CharField(max_length=160, blank=True, help_text="Associate professor, Medical director.")
    unit = models.CharField(max_length=200, blank=True, help_text="Division, department or program.")
    institution = models.CharField(max_length=200)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True, help_text="State or country.")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return ", ".join(part for part in [self.role, self.unit, self.institution, self.city, self.region] if part)

    def is_current(self, *, on):
        return (self.since is None or self.since <= on) and (self.until is None or self.until >= on)

    def as_credited(self):
        return {
            "role": self.role,
            "unit": self.unit,
            "institution": self.institution,
            "city": self.city,
            "region": self.region,
        }
