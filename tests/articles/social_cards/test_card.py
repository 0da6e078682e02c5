"""A card says of the review what the standing says, and never more."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from articles.models.standing import UNREVIEWED
from articles.social_cards import keeping
from articles.social_cards.card import card_of
from articles.social_cards.keeping import draw, kept_or_drawn
from tests.factories import make_article


def published(staff, *, due_in=365, **fields):
    now = timezone.now()
    due = (now + timedelta(days=due_in)).date()
    then = now - timedelta(days=5) if due_in > 0 else now - timedelta(days=25)
    return staff.published(make_article(author=staff.writer.expert, **fields), now=then, next_review_due=due)


def card(publication, *, on=None):
    publication = Publication.objects.with_standing().get(pk=publication.pk)
    return card_of(publication, publication.standing(on))


def test_a_reviewed_page_has_the_seal_of_the_approved_text_with_who_and_when(staff):
    publication = published(staff)
    found = card(publication)
    day = publication.reviewed_on

    assert (found.title, found.topic) == ("Sore joints", "Multiple sclerosis")
    assert found.review == ("Medically reviewed by Rita Reviewer, MD, MSc", f"{day:%B} {day.day}, {day.year}")
    assert found.digest == publication.version.digest and not found.is_overdue and not found.is_edited


def test_a_lapsed_and_an_unreviewed_page_have_a_card_without_a_claim(staff):
    publication = published(staff)
    lapsed = card(publication, on=timezone.now() + timedelta(days=365 + 31))
    never = card_of(publication, UNREVIEWED)

    assert lapsed == never and lapsed.review == () and lapsed.digest == ""
    assert lapsed.name != card(publication).name


def test_an_overdue_page_says_so(staff):
    publication = published(staff)
    found = card(publication, on=timezone.now() + timedelta(days=370))

    assert found.is_overdue and " · Overdue for review since " in found.review[1]


def test_a_minor_edit_keeps_the_ring_and_shows_the_pencil(staff):
    publication = published(staff)
    publication.article.refresh_from_db()
    type(publication.article).objects.update(title="Sore  joints")
    workflow.save_draft(publication.article, by=staff.writer)
    edited = workflow.publish_minor(publication.article, by=staff.editor, note="A space.")

    assert card(edited).is_edited and card(edited).digest == publication.version.digest


def test_a_card_leaves_out_what_the_fonts_cannot_write(staff):
    publication = published(staff, title="頭痛について", language="ja")
    assert card(publication).title == "" and card(publication).review

    standing = publication.standing()
    standing.reviewer["name"] = "田中"
    assert card_of(publication, standing).review == ()


def test_a_card_is_in_the_language_of_its_page(staff):
    publication = published(staff, language="es-MX")
    who, when = card(publication).review

    assert "Rita Reviewer, MD, MSc" in who
    assert when.startswith(f"{publication.reviewed_on.day} de ") and when.endswith(
        f" de {publication.reviewed_on.year}"
    )


def test_the_name_is_a_hash_of_everything_that_is_drawn(staff):
    found = card(published(staff))

    assert len(found.name) == 32 and found.name == card(Publication.objects.get()).name
    assert found.name != card_of(Publication.objects.get(), UNREVIEWED).name


@pytest.fixture
def stored():
    """The cards in the storage, which tests share."""
    return lambda found: default_storage.exists(f"cards/{found.name}.png")


def test_a_release_draws_its_card_after_the_commit(staff, stored, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publication = published(staff, title="Drawn at once")
        assert not stored(card(publication))

    assert stored(card(publication))


def test_a_confirmation_draws_the_card_with_the_new_day(staff, stored, django_capture_on_commit_callbacks):
    publication = published(staff, title="Confirmed", due_in=20)
    before = card(publication)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.confirm_unchanged(
            publication.article,
            digest=publication.version.digest,
            by=staff.reviewer,
            next_review_due=(timezone.now() + timedelta(days=300)).date(),
        )

    after = card(publication)
    assert after.name != before.name and stored(after)


def test_a_card_that_is_missing_or_broken_is_drawn_again(staff, stored):
    found = card(published(staff, title="Lost and found"))
    name = f"cards/{found.name}.png"
    first = kept_or_drawn(found)

    default_storage.delete(name)
    assert kept_or_drawn(found) == first and stored(found)
    with open(default_storage.path(name), "wb") as file:
        file.write(first[:500])
    assert kept_or_drawn(found) == first
    with default_storage.open(name) as file:
        assert file.read() == first


def test_a_storage_that_refuses_costs_time_and_no_card(staff, monkeypatch):
    found = card(published(staff, title="Nowhere to keep it"))

    def refuse(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(keeping.default_storage, "save", refuse)
    assert kept_or_drawn(found).endswith(keeping.LAST_BYTES)


def test_the_task_draws_nothing_for_what_is_withdrawn_or_gone(staff, stored):
    publication = published(staff, title="Withdrawn soon")
    found = card(publication)
    workflow.withdraw(publication.article, reason="Wrong.", by=staff.editor)

    draw(publication.pk)
    draw(0)

    assert not stored(found)
