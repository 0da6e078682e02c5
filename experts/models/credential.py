"""What entitles an expert to judge medical text: a licence or a certificate, checked by us, with its expiry."""

from django.db import models


class Credential(models.Model):
    expert = models.ForeignKey("experts.Expert", on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=80, help_text="Medical license, Board certification.")
    issuer = models.CharField(max_length=160)
    number = models.CharField(max_length=60, blank=True)
    verified_on = models.DateField(
        null=True, blank=True, help_text="The day somebody here checked it with the issuer. Empty: not checked."
    )
    expires_on = models.DateField(null=True, blank=True, help_text="Empty: it does not expire.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind}, {self.issuer}"

    def is_valid(self, *, on):
        """Whether it was checked by the day `on` and has not expired on it."""
        checked = self.verified_on is not None and self.verified_on <= on
        return checked and (self.expires_on is None or self.expires_on >= on)

    def as_credited(self):
        return {
            "kind": self.kind,
            "issuer": self.issuer,
            "number": self.number,
            "verified_on": self.verified_on.isoformat() if self.verified_on else None,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
        }
