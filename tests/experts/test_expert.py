"""What an expert's profile says on a given day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from experts.models import Affiliation, Expert
from tests.factories import make_expert

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 4)


def test_the_name_is_credited_with_its_degrees():
    assert Expert(name="Amara Osei", degrees=["MD", "MSc"]).credited_name == "Amara Osei, MD, MSc"
    assert Expert(name="Lena Marsh").credited_name == "Lena Marsh"


@pytest.mark.parametrize(
    ("verified_on", "expires_on", "counts"),
    [
        (date(2026, 1, 1), date(2026, 3, 4), True),
        (date(2026, 1, 1), None, True),
        (date(2026, 1, 1), date(2026, 3, 3), False),
        (None, date(2028, 1, 1), False),
        (date(2026, 3, 5), date(2028, 1, 1), False),
    ],
)
def test_a_credential_counts_when_it_was_checked_and_has_not_expired(verified_on, expires_on, counts):
    expert = make_expert()
    expert.credentials.update(verified_on=verified_on, expires_on=expires_on)

    assert (expert.valid_credential(on=DAY) is not None) == counts


@pytest.mark.parametrize(
    ("declared_on", "counts"),
    [(DAY, True), (date(2025, 3, 4), True), (date(2025, 3, 3), False), (date(2026, 3, 5), False)],
)
def test_a_disclosure_counts_for_a_year(declared_on, counts):
    expert = make_expert()
    expert.disclosures.update(declared_on=declared_on)

    assert (expert.current_disclosure(on=DAY) is not None) == counts


def test_the_credit_leaves_out_posts_that_ended():
    expert = make_expert()
    expert.affiliations.update(until=date(2026, 3, 3))

    assert expert.as_credited(on=DAY)["affiliations"] == []
    assert len(expert.as_credited(on=date(2026, 3, 3))["affiliations"]) == 1


def test_an_orcid_must_have_its_check_digit():
    expert = make_expert(orcid="0000-0002-1825-0098")

    with pytest.raises(ValidationError, match="not an ORCID iD"):
        expert.full_clean()
    expert.orcid = "0000-0002-1825-0097"
    expert.full_clean()


def test_the_database_refuses_a_nameless_expert_and_a_post_that_ends_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.create(name="", slug="nobody")
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(
            expert=make_expert(), institution="X", since=date(2026, 1, 2), until=date(2026, 1, 1)
        )
