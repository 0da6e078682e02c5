"""What the linter finds stands in the way of a review until it is mended, or waived where that may be."""

import pytest

from articles.editorial import findings, workflow
from articles.editorial.findings import findings_by_section
from articles.errors import EditorialError
from articles.models import Article, Version
from tests.scenes import scene

WARNING = {"code": "uncited-number", "place": "bottom-line", "subject": "About 63% hurt."}


@scene
def doubtful(staff, article):
    """A draft, saved, with one warning."""
    article.sections.filter(position=1).update(body="<p>About 63% hurt. Ask your doctor.</p>")
    workflow.save_draft(article, by=staff.writer)
    return article


def test_a_warning_stands_in_the_way_of_a_review(staff, doubtful):
    with pytest.raises(
        EditorialError, match="“63%” stands without a source. Mend it, or say why it may stay."
    ) as refusal:
        workflow.submit_for_review(doubtful, by=staff.writer)

    assert [(issue.code, issue.place) for issue in refusal.value.issues] == [("uncited-number", "bottom-line")]


def test_a_waived_warning_does_not_and_the_reviewer_approves_the_waiver(staff, doubtful):
    workflow.waive(doubtful, **WARNING, reason="Our own count.", by=staff.writer)

    version = staff.approved(doubtful)

    (waiver,) = version.content["waivers"]
    assert waiver == {**WARNING, "reason": "Our own count.", "by": str(staff.writer)}
    assert findings.lint(doubtful) == []
    assert [finding.code for finding in findings.report(doubtful).waived] == ["uncited-number"]


def test_a_waiver_counts_only_once_a_version_holds_it(staff, doubtful):
    workflow.waive(doubtful, **WARNING, reason="Our own count.", by=staff.writer)

    with pytest.raises(EditorialError, match="save it first"):
        workflow.submit_for_review(doubtful, by=staff.writer)


def test_other_words_make_a_waiver_void(staff, doubtful):
    workflow.waive(doubtful, **WARNING, reason="Our own count.", by=staff.writer)
    doubtful.sections.filter(position=1).update(body="<p>About 64% hurt.</p>")
    workflow.save_draft(doubtful, by=staff.writer)

    with pytest.raises(EditorialError, match="“64%” stands without a source"):
        workflow.submit_for_review(doubtful, by=staff.writer)
    assert [finding.code for finding in findings.lint(doubtful)] == ["uncited-number", "void-waiver"]


def test_an_error_cannot_be_waived(staff, article):
    article.sections.filter(position=1).update(body="<h4>Deep</h4><p>Ask your doctor.</p>")
    workflow.save_draft(article, by=staff.writer)

    with pytest.raises(EditorialError, match="Only a warning can be waived, and “heading-order” is none"):
        workflow.waive(article, code="heading-order", place="bottom-line", subject="Deep", reason="x", by=staff.writer)
    with pytest.raises(EditorialError, match="The heading skips a level"):
        workflow.submit_for_review(article, by=staff.writer)


def test_a_row_that_claims_to_waive_an_error_does_not(staff, article):
    article.sections.filter(position=1).update(body="<h4>Deep</h4><p>Ask your doctor.</p>")
    workflow.save_draft(article, by=staff.writer)
    article.waivers.create(
        code="heading-order",
        place="bottom-line",
        subject="Deep",
        reason="x",
        by=staff.writer,
        made_at=article.created_at,
    )
    workflow.save_draft(article, by=staff.writer)

    with pytest.raises(EditorialError, match="The heading skips a level"):
        workflow.submit_for_review(article, by=staff.writer)


def test_advice_never_stands_in_the_way(staff, article):
    article.sections.filter(position=1).update(body="<p>Mind your symtoms. Ask your doctor.</p>")
    workflow.save_draft(article, by=staff.writer)

    assert [finding.code for finding in findings.lint(article)] == ["typo"]
    assert workflow.submit_for_review(article, by=staff.writer).event == "submitted"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_waiver_has_a_reason(staff, doubtful, reason):
    with pytest.raises(EditorialError, match="Say why the warning does not apply"):
        workflow.waive(doubtful, **WARNING, reason=reason, by=staff.writer)


def test_only_what_stands_in_the_draft_can_be_waived_and_only_once(staff, doubtful):
    with pytest.raises(EditorialError, match="The draft has no such warning"):
        workflow.waive(doubtful, **{**WARNING, "subject": "Other words."}, reason="x", by=staff.writer)

    workflow.waive(doubtful, **WARNING, reason="x", by=staff.writer)
    with pytest.raises(EditorialError, match="was waived already"):
        workflow.waive(doubtful, **WARNING, reason="x", by=staff.editor)


def test_a_reviewer_cannot_waive_what_they_are_to_judge(staff, doubtful):
    with pytest.raises(EditorialError, match="Only a writer or an editor"):
        workflow.waive(doubtful, **WARNING, reason="x", by=staff.reviewer)


def test_nothing_is_waived_or_taken_back_during_a_review(staff, doubtful):
    waiver = workflow.waive(doubtful, **WARNING, reason="x", by=staff.writer)
    version = staff.submitted(doubtful)

    for attempt in (
        lambda: workflow.waive(doubtful, **WARNING, reason="y", by=staff.writer),
        lambda: workflow.unwaive(waiver, by=staff.writer),
    ):
        with pytest.raises(EditorialError, match="it is “In review”"):
            attempt()
    assert Version.objects.get(pk=version.pk).content["waivers"] == version.content["waivers"]


def test_a_waiver_taken_back_lets_the_warning_stand_again_and_old_versions_keep_it(staff, doubtful):
    waiver = workflow.waive(doubtful, **WARNING, reason="x", by=staff.writer)
    frozen = workflow.save_draft(doubtful, by=staff.writer)

    workflow.unwaive(waiver, by=staff.writer)

    assert [finding.code for finding in findings.lint(doubtful)] == ["uncited-number"]
    assert Version.objects.get(pk=frozen.pk).content["waivers"]


def test_what_is_missing_is_among_the_findings_and_under_its_place(staff, article):
    Article.objects.filter(pk=article.pk).update(summary="", funding="")

    sections = findings_by_section(findings.lint(Article.objects.get(pk=article.pk)))

    assert [(place, [finding.severity for finding in here]) for place, here in sections.items()] == [
        ("summary", ["error"]),
        ("funding", ["error"]),
    ]
