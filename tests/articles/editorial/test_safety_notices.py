"""A safety notice: an editor's word above a page, which changes neither its text nor its review."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.clocks import replay
from articles.editorial.verification import faults
from articles.editorial.warning import LONGEST_NOTICE
from articles.errors import EditorialError
from articles.models import Article, Event
from tests.scenes import scene

RECALL = "One batch of these tablets was recalled. Ask your pharmacist about yours."


@scene
def live(staff, article):
    staff.published(article)
    return article


def test_readers_are_warned_and_the_ledger_keeps_who_did_it(staff, live):
    record = workflow.warn_readers(live, text=f"  {RECALL} ", by=staff.editor)

    page = live.live_publication()
    assert (page.safety_notice, page.safety_notice_on) == (RECALL, timezone.now().date())
    assert (record.event, record.note, record.version) == (Event.READERS_WARNED, RECALL, page.version)


def test_a_notice_changes_neither_digest_nor_badge_nor_any_clock(staff, live):
    before, clocks = live.live_publication(), replay(live.records.order_by("sequence"))

    workflow.warn_readers(live, text=RECALL, by=staff.editor)
    workflow.lift_warning(live, by=staff.editor)

    after = live.live_publication()
    assert after.version == before.version
    assert after.standing() == before.standing()
    assert replay(live.records.order_by("sequence")) == clocks


def test_the_ledger_still_holds(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)
    workflow.lift_warning(live, by=staff.editor)

    assert list(faults()) == []


def test_a_newer_notice_takes_the_place_of_the_one_before(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)

    workflow.warn_readers(live, text="All batches were recalled.", by=staff.editor)

    assert live.live_publication().safety_notice == "All batches were recalled."


def test_a_lifted_notice_is_gone_and_its_record_stays(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)

    workflow.lift_warning(live, by=staff.editor)

    page = live.live_publication()
    assert (page.safety_notice, page.safety_notice_on) == ("", None)
    assert live.records.filter(event=Event.READERS_WARNED).exists()


def test_a_new_version_does_not_clear_it(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)
    Article.objects.update(title="Sore joints, again")

    staff.published(live)

    assert live.live_publication().safety_notice == RECALL
    assert live.live_publication().title == "Sore joints, again"


def test_it_stands_above_the_version_that_is_scheduled_too(staff, live):
    later = timezone.now() + timedelta(days=2)
    Article.objects.update(title="Sore joints, again")
    staff.approved(live)
    workflow.schedule(live, visible_from=later, by=staff.editor)

    workflow.warn_readers(live, text=RECALL, by=staff.editor)

    assert live.live_publication(later).safety_notice == RECALL
    workflow.lift_warning(live, by=staff.editor)
    assert live.live_publication(later).safety_notice == ""


def test_a_page_that_is_withdrawn_and_comes_back_still_shows_it(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)
    workflow.withdraw(live, reason="Under examination.", by=staff.editor)

    workflow.reinstate(live, note="It was right.", by=staff.editor)

    assert live.live_publication().safety_notice == RECALL


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Say what readers must know"),
        ("x" * (LONGEST_NOTICE + 1), "has 601 characters; keep it to 600"),
    ],
)
def test_a_notice_without_words_or_with_too_many_is_refused(text, sentence, staff, live):
    with pytest.raises(EditorialError, match=sentence):
        workflow.warn_readers(live, text=text, by=staff.editor)


def test_the_same_notice_twice_is_refused(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)

    with pytest.raises(EditorialError, match="exactly this notice already"):
        workflow.warn_readers(live, text=RECALL, by=staff.editor)


def test_what_is_not_live_cannot_carry_one(staff, live):
    workflow.withdraw(live, reason="Under examination.", by=staff.editor)

    for verb, typed in ((workflow.warn_readers, {"text": RECALL}), (workflow.lift_warning, {})):
        with pytest.raises(EditorialError, match="This article is not live."):
            verb(live, by=staff.editor, **typed)


def test_what_does_not_stand_cannot_be_lifted(staff, live):
    with pytest.raises(EditorialError, match="shows no safety notice"):
        workflow.lift_warning(live, by=staff.editor)


def test_only_an_editor_warns_and_lifts(staff, live):
    for verb, typed in ((workflow.warn_readers, {"text": RECALL}), (workflow.lift_warning, {})):
        with pytest.raises(EditorialError, match="Only an editor"):
            verb(live, by=staff.writer, **typed)


def test_a_notice_that_was_taken_away_behind_the_ledgers_back_is_found(staff, live):
    workflow.warn_readers(live, text=RECALL, by=staff.editor)
    live.publications.update(safety_notice="", safety_notice_on=None)

    assert list(faults()) == ["The publication of “Sore joints” shows another safety notice than the ledger says."]
