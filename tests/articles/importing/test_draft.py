"""An imported page is a draft like any other: unreviewed, and nothing it claims is believed."""

from datetime import date

import pytest

from articles.content.html import sanitise
from articles.editorial import workflow
from articles.errors import EditorialError
from articles.importing.draft import import_page
from articles.importing.refusal import UnreadablePage
from articles.models import Article, EditorialRecord, Publication, Redirect, State, Version
from experts.models import Expert
from tests.factories import make_expert, make_reviewer, make_topic, make_user

TITLE = "Does Multiple Sclerosis Cause Joint Pain?"


@pytest.fixture
def imported(staff, page_text):
    topic = make_topic()
    return import_page(page_text, title=TITLE, slug="does-ms-cause-joint-pain", topic=topic.slug, by=staff.writer)


def test_the_draft_holds_every_part_of_the_page(imported):
    article = imported.article

    assert (article.title, article.slug) == (TITLE, "does-ms-cause-joint-pain")
    assert article.main_topic.slug == "multiple-sclerosis"
    assert article.lede.count("<p>") == 5
    sections = list(article.sections.all())
    assert [section.nav_label for section in sections] == ["Overview", "Diagnosis", "Treatment Options", "Bottom Line"]
    assert all(section.heading and section.anchor for section in sections)
    assert sum(section.body.count("<h3>") for section in sections) == 4
    assert sum(section.body.count("<li><strong>") for section in sections) == 2


def test_the_draft_is_unreviewed_and_nobody_sees_it(imported):
    assert imported.article.state == State.DRAFT
    assert not Publication.objects.exists()
    assert [record.event for record in imported.article.records.all()] == ["imported"]


def test_it_has_a_first_version_by_whoever_imported_it(imported, staff):
    assert imported.version == imported.article.latest_version
    assert imported.version.number == 1
    assert imported.version.made_by == staff.writer


def test_saving_the_imported_draft_again_changes_nothing(imported, staff):
    assert workflow.save_draft(imported.article, by=staff.writer) == imported.version


def test_the_historical_dates_are_in_the_ledger(imported):
    record = EditorialRecord.objects.get()

    dates = imported.page.dates
    assert record.details == {
        "originally_published": dates.published.isoformat(),
        "last_updated": dates.updated.isoformat(),
    }


def test_everybody_credited_or_quoted_is_on_the_byline_and_unverified(imported):
    bylines = [(byline.role, byline.expert) for byline in imported.article.bylines.select_related("expert")]

    assert [role for role, _ in bylines] == ["author", "medical_reviewer", "quoted", "quoted"]
    assert not any(expert.is_verified for _, expert in bylines)
    assert {expert for _, expert in bylines} == set(imported.new_experts)
    author, reviewer, *quoted = (expert for _, expert in bylines)
    assert (author.title, author.degrees) == ("Health Writer", [])
    assert (reviewer.title, reviewer.degrees) == ("Associate Professor of Medicine", ["MD", "MS"])
    assert [expert.specialties for expert in quoted] == [["Neurologist"], ["Neurologist"]]
    assert all(expert.affiliations.first().institution for expert in quoted)


def test_the_text_names_its_experts_by_their_ids(imported):
    html = imported.article.lede + "".join(section.body for section in imported.article.sections.all())

    quoted = imported.article.bylines.filter(role="quoted").values_list("expert__uid", flat=True)
    assert {part.split('"')[0] for part in html.split('data-expert="')[1:]} == {str(uid) for uid in quoted}


def test_the_text_is_clean_already(imported):
    assert sanitise(imported.article.lede) == imported.article.lede


def test_related_entries_are_suggestions_for_the_editor_only(imported):
    entries = list(imported.article.related_articles.all())

    assert len(entries) == 4
    assert all(entry.related is None and entry.suggested_topic and entry.suggested_alt for entry in entries)
    assert [entry.claims_review for entry in entries] == [False, True, False, False]
    assert imported.version.content["related"] == []


def test_doubts_stand_in_the_import_note(imported):
    note = imported.article.import_note

    assert "named as reviewer without an institution" in note
    assert note.count("is new here; somebody must check who this is.") == 4


def test_a_claimed_reviewer_cannot_be_submitted_without_an_institution(imported, staff):
    with pytest.raises(EditorialError) as refusal:
        workflow.submit_for_review(imported.article, by=staff.writer)

    assert "reviewer-institution" in {issue.code for issue in refusal.value.issues}


def test_unknown_lines_stand_in_the_import_note(staff, twin):
    imported = import_page(twin.replace("Overview\n", "Overview\n\nphoto of a knee\n"), title=TITLE, by=staff.writer)

    assert "photo of a knee" in imported.article.import_note


def test_a_known_expert_is_found_and_keeps_their_own_profile(staff, twin):
    known = make_expert(name="Imre Castellan", title="Professor of Neurology", degrees=["MD", "PhD"])

    imported = import_page(twin, title=TITLE, by=staff.writer)

    assert known not in imported.new_experts
    assert imported.article.bylines.get(expert=known).role == "quoted"
    known.refresh_from_db()
    assert (known.title, known.degrees) == ("Professor of Neurology", ["MD", "PhD"])
    assert "The page says Imre Castellan, MD; we know Imre Castellan, MD, PhD." in imported.article.import_note


def test_of_two_namesakes_the_verified_one_is_taken_and_doubted(staff, twin):
    make_expert(name="Imre Castellan", is_verified=False)
    verified = make_expert(name="Imre Castellan")

    imported = import_page(twin, title=TITLE, by=staff.writer)

    assert imported.article.bylines.filter(expert=verified).exists()
    assert "Several experts are called Imre Castellan" in imported.article.import_note


def test_a_new_expert_gets_an_address_of_their_own(staff, twin):
    make_expert(name="Somebody else", slug="imre-castellan")

    imported = import_page(twin, title=TITLE, by=staff.writer)

    assert "imre-castellan-2" in {expert.slug for expert in imported.new_experts}


def test_a_title_too_long_for_a_profile_is_cut_and_told_in_full(staff):
    title = "professor of " + "very " * 40 + "long titles"
    imported = import_page(
        f"“Knees need rest now and then,” says Bo Lund, MD, a {title}.", title=TITLE, by=staff.writer
    )

    (expert,) = imported.new_experts
    assert len(expert.title) <= 160
    assert "The title of Bo Lund was cut; it was: " in imported.article.import_note


def test_without_dates_nothing_is_recorded(staff):
    imported = import_page("Knees can hurt for many reasons.", title=TITLE, by=staff.writer)

    assert not imported.article.records.exists()
    assert imported.article.slug == "does-multiple-sclerosis-cause-joint-pain"


def test_one_date_is_enough_for_the_ledger(staff):
    import_page("Knees can hurt for many reasons.\n\nUpdated March 26, 2024", title=TITLE, by=staff.writer)

    assert EditorialRecord.objects.get().details == {
        "originally_published": None,
        "last_updated": date(2024, 3, 26).isoformat(),
    }


def test_a_title_on_the_page_that_differs_is_told(staff):
    imported = import_page("Sore Knees\n\nKnees can hurt for many reasons.", title=TITLE, by=staff.writer)

    assert "Line 1: The page calls itself “Sore Knees”." in imported.article.import_note


def test_an_editor_may_import_too(staff, twin):
    assert import_page(twin, title=TITLE, by=staff.editor).version.made_by == staff.editor


def nothing_was_written():
    return not (
        Article.objects.exists()
        or Version.objects.exists()
        or EditorialRecord.objects.exists()
        or Expert.objects.filter(is_verified=False).exists()
    )


def test_the_same_page_twice_is_refused_and_not_doubled(imported, staff, page_text):
    before = Expert.objects.count()

    with pytest.raises(EditorialError, match="“does-ms-cause-joint-pain” belongs to “Does Multiple Sclerosis Cause"):
        import_page(page_text, title="Another title", slug="does-ms-cause-joint-pain", by=staff.writer)

    assert Article.objects.count() == 1
    assert Expert.objects.count() == before


def test_an_address_that_readers_knew_once_is_refused(staff, article, twin):
    Redirect.objects.create(slug="old-knees", article=article)

    with pytest.raises(EditorialError, match="“old-knees” belongs to"):
        import_page(twin, title=TITLE, slug="old-knees", by=staff.writer)


@pytest.mark.parametrize("make", [make_reviewer, lambda: make_user(is_superuser=True)], ids=["reviewer", "superuser"])
def test_whoever_may_not_write_may_not_import(db, twin, make):
    somebody = make()

    with pytest.raises(EditorialError, match="Only a writer or an editor"):
        import_page(twin, title=TITLE, by=somebody)

    assert nothing_was_written()


def test_a_failure_half_way_leaves_nothing(staff, twin, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the power went out")

    monkeypatch.setattr(workflow, "record_import", fail)

    with pytest.raises(RuntimeError):
        import_page(twin, title=TITLE, by=staff.writer)

    assert nothing_was_written()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "An imported article needs a title."),
        ({"title": "关节痛"}, "No address can be made of"),
        ({"title": "x" * 161}, "Title: Ensure this value has at most 160 characters"),
        ({"topic": "alchemy"}, "There is no topic “alchemy”. Topics: multiple-sclerosis."),
    ],
)
def test_impossible_fields_are_refused_with_a_sentence(staff, twin, fields, sentence):
    make_topic()

    with pytest.raises(EditorialError, match=sentence):
        import_page(twin, **{"title": TITLE, "by": staff.writer, **fields})

    assert nothing_was_written()


def test_what_is_no_page_leaves_nothing(staff):
    with pytest.raises(UnreadablePage):
        import_page("asdf qwer", title=TITLE, by=staff.writer)

    assert nothing_was_written()
