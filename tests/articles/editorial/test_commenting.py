"""Remarks beside a sentence: made, answered, resolved, and a suggested wording applied."""

import pytest

from articles.content.passages import passages_in
from articles.editorial import workflow
from articles.editorial.commenting import stands_at
from articles.errors import EditorialError
from articles.models import Comment, Notice, NoticeKind, State
from tests import factories
from tests.scenes import scene

OLD, NEW = "Walk 150 minutes a week.", "Walk about 150 minutes a week, in small pieces."


@scene
def version(staff, article):
    return staff.submitted(article)


def passage_of(version, text=OLD):
    return next(passage for passage in passages_in(version.content) if passage.text == text)


def returned(staff, version):
    """The text is with its writer again."""
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="See the comments.")


def suggested(staff, version, *, text=OLD, wording=NEW, **fields):
    key = passage_of(version, text).key
    return workflow.comment(version, by=staff.reviewer, body="", key=key, suggestion=wording, **fields)


def test_a_comment_stands_at_its_sentence_and_its_writers_are_told(staff, version):
    passage = passage_of(version)

    remark = workflow.comment(version, by=staff.reviewer, body=" Which guideline? ", key=passage.key)

    assert (remark.body, remark.phrase, remark.section, remark.anchor) == (
        "Which guideline?",
        OLD,
        passage.place,
        passage.key,
    )
    assert Notice.objects.filter(to=staff.writer, kind=NoticeKind.COMMENT).count() == 1


def test_a_comment_may_be_about_a_part_or_the_whole_page(staff, version):
    assert workflow.comment(version, by=staff.editor, body="Too long.", place="lede").section == "lede"
    assert workflow.comment(version, by=staff.writer, body="Done.").section == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": "  "}, "Write what you want to say."),
        ({"body": "x", "key": "0" * 64}, "has no such sentence"),
        ({"body": "x", "place": "nowhere"}, "has no part called “nowhere”"),
        ({"body": "", "suggestion": "New words."}, "A wording is suggested for one sentence"),
    ],
)
def test_a_comment_that_nobody_could_find_or_read_is_refused(fields, sentence, staff, version):
    with pytest.raises(EditorialError, match=sentence):
        workflow.comment(version, by=staff.reviewer, **fields)
    assert not Comment.objects.exists()


def test_the_same_words_are_no_suggestion(staff, version):
    with pytest.raises(EditorialError, match="is the sentence as it stands"):
        suggested(staff, version, wording=f"  {OLD} ")


def test_a_picture_takes_comments_and_no_wording(staff, version):
    picture = next(passage for passage in passages_in(version.content) if passage.kind == "picture")

    assert workflow.comment(version, by=staff.reviewer, body="Another knee?", key=picture.key).section == "hero"
    with pytest.raises(EditorialError, match="for one sentence"):
        workflow.comment(version, by=staff.reviewer, body="", key=picture.key, suggestion="A hip")


def test_nobody_comments_on_a_version_that_moved_on(staff, version):
    workflow.recall(version.article, by=staff.writer)
    version.article.sections.update(heading="Another heading")
    workflow.save_draft(version.article, by=staff.writer)

    with pytest.raises(EditorialError, match="no longer the latest"):
        workflow.comment(version, by=staff.reviewer, body="x")


def test_a_writer_cannot_stop_an_approval_by_a_comment(staff, version):
    with pytest.raises(EditorialError, match="Only a medical reviewer or an editor"):
        workflow.comment(version, by=staff.writer, body="Wait!", is_blocking=True)


def test_people_without_a_role_can_do_none_of_this(staff, version):
    remark = suggested(staff, version)
    stranger = factories.make_user(username="sue_superuser", is_superuser=True)

    for attempt in (
        lambda: workflow.comment(version, by=stranger, body="x"),
        lambda: workflow.answer(remark, by=stranger, body="x"),
        lambda: workflow.resolve(remark, by=stranger),
        lambda: workflow.reopen(remark, by=stranger),
        lambda: workflow.apply_suggestion(remark, by=stranger),
    ):
        with pytest.raises(EditorialError, match="and Sue Superuser is not"):
            attempt()


def test_answers_stand_in_one_thread(staff, version):
    remark = workflow.comment(version, by=staff.reviewer, body="Which guideline?")

    first = workflow.answer(remark, by=staff.writer, body="NG220.")
    second = workflow.answer(first, by=staff.reviewer, body="Thank you.")

    assert [reply.parent for reply in (first, second)] == [remark, remark]
    with pytest.raises(EditorialError, match="Write what you want to answer"):
        workflow.answer(remark, by=staff.writer, body=" ")


def test_a_comment_is_resolved_and_reopened_once_each(staff, version):
    remark = workflow.comment(version, by=staff.reviewer, body="Which guideline?")

    assert workflow.resolve(remark, by=staff.writer).resolved_by == staff.writer
    with pytest.raises(EditorialError, match="resolved this already"):
        workflow.resolve(remark, by=staff.reviewer)
    assert workflow.reopen(remark, by=staff.reviewer).resolved_at is None
    with pytest.raises(EditorialError, match="This comment is open"):
        workflow.reopen(remark, by=staff.reviewer)


def test_an_answer_is_not_resolved_by_itself(staff, version):
    reply = workflow.answer(workflow.comment(version, by=staff.reviewer, body="?"), by=staff.writer, body="!")

    with pytest.raises(EditorialError, match="This is an answer"):
        workflow.resolve(reply, by=staff.reviewer)


def test_what_stops_an_approval_is_resolved_by_who_said_it_or_an_editor(staff, version):
    remark = workflow.comment(version, by=staff.reviewer, body="The unit is missing.", is_blocking=True)

    with pytest.raises(EditorialError, match="Rita Reviewer.* or an editor resolves it"):
        workflow.resolve(remark, by=staff.writer)
    assert workflow.resolve(remark, by=staff.editor).is_resolved


def test_a_suggestion_is_applied_by_the_writer_and_the_sentence_is_another_one(staff, version):
    remark = suggested(staff, version)
    returned(staff, version)

    newest = workflow.apply_suggestion(remark, by=staff.writer)

    remark.refresh_from_db()
    assert (newest.number, newest.made_by) == (2, staff.writer)
    assert (remark.applied_in, remark.resolved_by, remark.author) == (newest, staff.writer, staff.reviewer)
    passage = passage_of(newest, NEW)
    assert passage.cites == ("second",) and passage.key != remark.anchor
    before = {passage.key for passage in passages_in(version.content)}
    assert [row.text for row in passages_in(newest.content) if row.key not in before] == [NEW]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sore joints", lambda content: content["title"]),
        ("Why joints can hurt in multiple sclerosis.", lambda content: content["summary"]),
        ("Most causes can be treated.", lambda content: content["key_points"][1]),
        ("The bottom line", lambda content: content["sections"][1]["heading"]),
        ("A joint is hot, red and swollen.", lambda content: content["emergency"]),
    ],
)
def test_a_wording_can_be_applied_anywhere_on_the_page(text, read, staff, version):
    remark = suggested(staff, version, text=text, wording="Plainer words.")
    returned(staff, version)

    newest = workflow.apply_suggestion(remark, by=staff.writer)

    assert "Plainer words." in read(newest.content)


def test_a_suggestion_is_not_applied_twice_or_while_the_text_is_in_review(staff, version):
    remark = suggested(staff, version)

    with pytest.raises(EditorialError, match="“In review”"):
        workflow.apply_suggestion(remark, by=staff.writer)
    returned(staff, version)
    workflow.apply_suggestion(remark, by=staff.writer)
    with pytest.raises(EditorialError, match="applied already"):
        workflow.apply_suggestion(remark, by=staff.writer)


def test_a_sentence_that_changed_meanwhile_is_not_overwritten(staff, version):
    remark = suggested(staff, version)
    returned(staff, version)
    version.article.sections.filter(position=0).update(body="<p>Walk daily.</p>")

    with pytest.raises(EditorialError, match="other words by now"):
        workflow.apply_suggestion(remark, by=staff.writer)

    version.article.refresh_from_db()
    assert version.article.latest_version == version
    assert version.article.sections.get(position=0).body == "<p>Walk daily.</p>"


def test_a_comment_without_a_wording_cannot_be_applied(staff, version):
    remark = workflow.comment(version, by=staff.reviewer, body="?")
    returned(staff, version)

    with pytest.raises(EditorialError, match="suggests no wording"):
        workflow.apply_suggestion(remark, by=staff.writer)
    assert version.article.__class__.objects.get(pk=version.article.pk).state == State.CHANGES_REQUESTED


def test_a_remark_is_found_where_its_words_stand_now(staff, version):
    about_words, about_part = suggested(staff, version), workflow.comment(version, by=staff.editor, body="?")
    picture = next(passage for passage in passages_in(version.content) if passage.kind == "picture")
    about_picture = workflow.comment(version, by=staff.editor, body="Whose knee?", key=picture.key)
    returned(staff, version)
    version.article.hero = factories.make_figure("Hip")
    version.article.save()
    version.article.sections.filter(position=0).update(body="<p>A new beginning. Walk 130 minutes a week.</p>")
    passages = passages_in(workflow.save_draft(version.article, by=staff.writer).content)

    assert stands_at(about_words, passages).text == "Walk 130 minutes a week."
    assert stands_at(about_picture, passages).place == "hero"
    assert stands_at(about_part, passages) is None
