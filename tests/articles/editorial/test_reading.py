"""How a version was read is kept with the decision, and what was read too fast is told to the editors."""

from datetime import timedelta

import pytest

from articles.editorial import reading, workflow
from articles.models import Notice, ReviewVisit
from tests.factories import make_article, today
from tests.scenes import scene


def due():
    return today() + timedelta(days=200)


@scene
def version(staff):
    """In review, with some nine hundred words to read."""
    article = make_article(author=staff.writer.expert)
    section = article.sections.first()
    section.body += "<p>" + "Walk often and rest well on every day. " * 110 + "</p>"
    section.save()
    return staff.submitted(article)


def note(version, by, *, after, seconds, changes=5, visited=()):
    now = version.made_at + timedelta(seconds=after)
    return reading.note_visit(version, by=by, seconds=seconds, changes=changes, visited=visited, now=now)


def approve(version, by, *, after):
    now = version.made_at + timedelta(seconds=after)
    return workflow.approve(version, digest=version.digest, by=by, next_review_due=due(), now=now)


def test_seconds_add_up_and_changes_come_together(staff, version):
    note(version, staff.reviewer, after=0, seconds=0)
    note(version, staff.reviewer, after=30, seconds=25, visited=[0, 2])
    note(version, staff.reviewer, after=60, seconds=20, visited=[2, 4])

    assert reading.depth_of(version, staff.reviewer, version.made_at + timedelta(seconds=60)) == {
        "seconds": 45,
        "changes": 5,
        "visited": 3,
    }
    assert ReviewVisit.objects.get().visited == [0, 2, 4]


def test_no_more_is_believed_than_can_be_true(staff, version):
    note(version, staff.reviewer, after=0, seconds=9999)
    note(version, staff.reviewer, after=20, seconds=9999, visited=[-1, 4, 5, 99])
    note(version, staff.reviewer, after=21, seconds=-50)

    assert reading.depth_of(version, staff.reviewer, version.made_at + timedelta(seconds=30)) == {
        "seconds": 20,
        "changes": 5,
        "visited": 1,
    }


def test_everybody_reads_for_themselves_and_an_unread_page_is_unknown(staff, version):
    note(version, staff.editor, after=0, seconds=0)

    assert reading.depth_of(version, staff.reviewer, version.made_at) is None


def test_the_record_keeps_how_the_version_was_read(staff, version):
    note(version, staff.reviewer, after=0, seconds=0)
    note(version, staff.reviewer, after=400, seconds=380, visited=range(5))

    record = approve(version, staff.reviewer, after=410)

    assert record.details["depth"] == {"seconds": 380, "changes": 5, "visited": 5}
    assert record.details["passages"]["carried"] == 0
    assert not Notice.objects.filter(kind="hasty").exists()


def test_nine_hundred_words_approved_in_ten_seconds_are_told_to_the_editors(staff, version):
    note(version, staff.reviewer, after=0, seconds=0)
    note(version, staff.reviewer, after=10, seconds=10)

    approve(version, staff.reviewer, after=10)

    notice = Notice.objects.get(kind="hasty")
    assert notice.to == staff.editor
    assert notice.text.startswith("Rita Reviewer accepted “Sore joints” after 10 seconds on the page, with 9")
    assert notice.text.endswith(" words to read.")


@pytest.mark.parametrize(
    ("depth", "words", "is_hasty"),
    [
        ({"seconds": 10}, 100, False),
        ({"seconds": 10}, 101, True),
        ({"seconds": 0}, 1, True),
        ({"seconds": 0}, 0, False),
        (None, 900, False),
    ],
)
def test_six_hundred_words_a_minute_is_too_fast(depth, words, is_hasty):
    assert reading.is_hasty(depth, words=words) is is_hasty


def test_only_what_is_new_to_the_reviewer_has_to_be_read(staff, version):
    article = version.article
    approve(version, staff.reviewer, after=0)
    section = article.sections.last()
    section.body = "<p>Ask your doctor first.</p>"
    section.save()
    newer = staff.submitted(article)
    note(newer, staff.reviewer, after=60, seconds=0)
    note(newer, staff.reviewer, after=70, seconds=10)

    record = approve(newer, staff.reviewer, after=71)

    assert record.details["passages"]["signed"] == 1
    assert not Notice.objects.filter(kind="hasty").exists()


def test_what_was_read_for_the_last_decision_does_not_count_for_the_next(staff, version):
    note(version, staff.reviewer, after=0, seconds=0)
    note(version, staff.reviewer, after=900, seconds=900)
    approve(version, staff.reviewer, after=901)
    workflow.publish(version.article, by=staff.editor)
    assert reading.depth_of(version, staff.reviewer, version.made_at + timedelta(seconds=2000)) is None

    note(version, staff.reviewer, after=2000, seconds=0, changes=0)
    note(version, staff.reviewer, after=2030, seconds=500, changes=0)

    record = workflow.confirm_unchanged(
        version.article,
        digest=version.digest,
        by=staff.reviewer,
        next_review_due=due(),
        now=version.made_at + timedelta(seconds=2031),
    )
    assert record.details["depth"] == {"seconds": 30, "changes": 0, "visited": 0}
