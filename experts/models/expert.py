"""An expert: a person whom readers see as writer, reviewer or quoted voice."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from experts.models import disclosure
from experts.models.remembered import Remembered, RememberedQuerySet


def validate_orcid(value):
    from stdnum import isni  # Here, as in articles/evidence/identifiers.py.

    if value and not (len(value) == 19 and isni.is_valid(value)):
        raise ValidationError(f"{value} is not an ORCID iD; it looks like 0000-0002-1825-0097.")


class ExpertQuerySet(RememberedQuerySet):
    def with_papers(self, *, on):
        """What entitles them to review on the day `on`: credentials, and the newest disclosure as `disclosed_on`."""
        made = disclosure.Disclosure.objects.filter(expert=models.OuterRef("pk"), declared_on__lte=on)
        newest = made.order_by("-declared_on").values("declared_on")[:1]
        return self.prefetch_related("credentials").annotate(disclosed_on=models.Subquery(newest))

    def with_profile(self):
        """Everything that a profile page or a frozen byline shows, in a fixed number of queries."""
        return self.prefetch_related("affiliations", "credentials", "disclosures")


class Expert(Remembered):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expert",
        help_text="The account this person logs in with, if there is one.",
    )
    name = models.CharField(max_length=120, help_text="As readers should see it, without degrees.")
    slug = models.SlugField(
        max_length=120, unique=True, help_text="The address of the profile. It stays: published pages link to it."
    )
    degrees = models.JSONField(default=list, blank=True, help_text="In the order they are written, e.g. MD, MSc.")
    title = models.CharField(max_length=160, blank=True, help_text="What the person is: Health writer, Neurologist.")
    specialties = models.JSONField(default=list, blank=True)
    bio = models.TextField(blank=True, help_text="Two or three sentences a patient would find useful.")
    portrait = models.JSONField(
        null=True, blank=True, editable=False, help_text="The picture as frozen into bylines: address, size, digest."
    )
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    npi = models.CharField("NPI", max_length=10, blank=True, help_text="US National Provider Identifier, ten digits.")
    is_verified = models.BooleanField(
        default=False, help_text="Somebody here has checked that this person exists and is who the page says."
    )

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            # A byline without a name would credit nobody.
            models.CheckConstraint(condition=~models.Q(name=""), name="expert_has_a_name"),
        ]

    def __str__(self):
        return self.credited_name

    def get_absolute_url(self):
        return reverse("reading:expert", args=[self.slug])

    @property
    def credited_name(self):
        """The name with its degrees: Amara Osei, MD, MSc."""
        return ", ".join([self.name, *self.degrees])

    def valid_credential(self, *, on):
        """Return a checked credential that has not lapsed on the day `on`, or None."""
        held = (row for row in self.credentials.all() if row.is_valid(on=on))
        return next(held, None)

    def current_disclosure(self, *, on):
        """Return the newest disclosure if it is not older than a year on the day `on`, else None."""
        current = (row for row in self.disclosures.all() if disclosure.counts(row.declared_on, on=on))
        return max(current, key=lambda row: row.declared_on, default=None)

    def as_credited(self, *, on):
        """Return what a page says of this person on the day `on`, as plain JSON.

        It is frozen into versions and decisions. Affiliations that ended are left out.
        """
        newest = max(self.disclosures.all(), key=lambda row: (row.declared_on, row.pk), default=None)
        return {
            "expert": str(self.uid),
            "slug": self.slug,
            "name": self.name,
            "degrees": list(self.degrees),
            "title": self.title,
            "bio": self.bio,
            "portrait": self.portrait,
            "affiliations": [row.as_credited() for row in self.affiliations.all() if row.is_current(on=on)],
            "credentials": [row.as_credited() for row in self.credentials.all()],
            "disclosure": newest.as_credited() if newest else None,
        }
