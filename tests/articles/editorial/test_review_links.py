"""A review link belongs to one assignment; used, run out, altered or closed, it is none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import review_links, workflow
from articles.errors import EditorialError
from articles.models import ReviewLink
from tests.scenes import scene


@scene
def assignment(staff, article):
    version = staff.submitted(article)
    day = timezone.now().date() + timedelta(days=5)
    staff.reviewer.email = "rita@example.org"
    staff.reviewer.save()
    return workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)


@scene
def token(assignment):
    return review_links.make_review_link(assignment)


def test_a_link_opens_its_assignment(token, assignment):
    assert review_links.open_link(token).assignment == assignment


def test_each_link_has_a_secret_of_its_own_that_is_kept_nowhere(token, assignment):
    assert review_links.make_review_link(assignment) != token
    assert len(token) >= 43
    assert token not in str(list(ReviewLink.objects.values()))


def test_a_link_is_good_for_fourteen_days(token):
    now = timezone.now()

    assert review_links.open_link(token, now=now + timedelta(days=13)) is not None
    assert review_links.open_link(token, now=now + timedelta(days=14, seconds=1)) is None


def test_one_altered_character_at_any_place_makes_it_none(token):
    for place, character in enumerate(token):
        altered = token[:place] + ("B" if character == "A" else "A") + token[place + 1 :]
        assert review_links.open_link(altered) is None, place

    assert review_links.open_link(token[:-1]) is None
    assert review_links.open_link(f"{token}A") is None


def test_a_link_is_used_once(token):
    link = review_links.open_link(token)
    review_links.use_link(link)

    assert review_links.open_link(token) is None
    with pytest.raises(EditorialError, match="does not open a review"):
        review_links.use_link(link)


def test_a_link_ends_with_its_assignment(token, assignment, staff):
    workflow.decline(assignment, by=staff.reviewer, reason="Not my field.")

    assert review_links.open_link(token) is None


def test_a_link_ends_when_the_article_is_taken_back(token, assignment, staff):
    workflow.recall(assignment.article, by=staff.writer)

    assert review_links.open_link(token) is None


@pytest.mark.parametrize("loss", ["account", "role"])
def test_a_link_ends_with_the_account_and_the_role(loss, token, staff):
    if loss == "account":
        staff.reviewer.is_active = False
        staff.reviewer.save()
    else:
        staff.reviewer.groups.clear()

    assert review_links.open_link(token) is None


def test_a_new_mail_may_be_asked_for_with_an_old_link(token, assignment):
    later = timezone.now() + timedelta(days=15)

    assert review_links.to_mail_anew(token, now=later) == assignment


@pytest.mark.parametrize("why", ["unknown", "closed", "no address", "too soon"])
def test_no_new_mail_leaves(why, token, assignment, staff):
    later = timezone.now() + timedelta(minutes=1 if why == "too soon" else 11)
    if why == "closed":
        workflow.decline(assignment, by=staff.reviewer, reason="Not my field.")
    if why == "no address":
        staff.reviewer.email = ""
        staff.reviewer.save()

    assert review_links.to_mail_anew("unknown" if why == "unknown" else token, now=later) is None


def test_at_most_five_mails_a_day(token, assignment):
    now = timezone.now()
    for number in range(4):
        review_links.make_review_link(assignment, now=now - timedelta(hours=number + 1))

    assert review_links.to_mail_anew(token, now=now + timedelta(minutes=11)) is None
