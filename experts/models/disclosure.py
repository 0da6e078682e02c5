"""An expert's own statement of interests on a day."""

from django.db import models

# A disclosure counts for a year (ICMJE asks for disclosures current at the time of the work:
# icmje.org/disclosure-of-interest).
VALID_DAYS = 365


class Disclosure(models.Model):
    expert = models.ForeignKey("experts.Expert", on_delete=models.CASCADE, related_name="disclosures")
    statement = models.TextField(help_text="Interests of the last three years, or: None.")
    declared_on = models.DateField()

    class Meta:
        ordering = ["-declared_on"]

    def __str__(self):
        return f"{self.declared_on}: {self.statement[:60]}"

    def as_credited(self):
        return {"statement": self.statement, "declared_on": self.declared_on.isoformat()}


def counts(declared_on, *, on):
    """Whether a disclosure of the day `declared_on` is current on the day `on`."""
    return 0 <= (on - declared_on).days <= VALID_DAYS
