"""Another site's articles arrive as drafts; live unreviewed they have no badge, and are not to be listed."""

import io
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from PIL import Image

from articles.archive.importing import import_archive, import_drafts, publish_unreviewed
from articles.archive.lines import BadArchive
from articles.archive.media import directory_beside
from articles.editorial import workflow
from articles.editorial.verification import faults
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, Publication, Redirect, Source, Topic, Waiver
from experts.models import Expert
from tests.articles.archive.site import lines_of, sealed
from tests.factories import Staff, make_editor, make_source

UID = "6f1f8f0e-3c7a-4b0f-9b1c-2d5c1f5b7a0{}"
HEADER = {"kind": "header", "format": "healthcms-archive-1", "site": "https://old.example"}
LINES = [
    {"kind": "topic", "slug": "headache", "name": "Headache", "type": "symptom"},
    {
        "kind": "expert",
        "uid": UID.format(1),
        "slug": "ann-other",
        "name": "Ann Other",
        "is_verified": True,
        "credentials": [{"kind": "License", "issuer": "Elsewhere", "verified_on": "2020-01-01"}],
    },
    {
        "kind": "source",
        "uid": UID.format(2),
        "title": "A study",
        "doi": "10.1000/test.1",
        "container": "J",
        "year": 2020,
    },
    {
        "kind": "article",
        "uid": UID.format(3),
        "slug": "when-the-head-hurts",
        "title": "When the head hurts",
        "summary": "What to do.",
        "lede": "<p onclick='x()'>It passes.<script>alert(1)</script></p>",
        "main_topic": "headache",
        "dates": {"published": "2019-05-06", "updated": "2021-07-08"},
        "sections": [
            {
                "nav_label": "Rest",
                "heading": "Rest first",
                "body": '<p>Lie down.<sup class="cite" data-cite="a"></sup></p>',
            }
        ],
        "bylines": [{"expert": UID.format(1), "role": "author"}],
        "citations": [{"source": UID.format(2), "key": "a"}],
    },
    {"kind": "article", "uid": UID.format(4), "slug": "second", "title": "Second", "main_topic": "headache"},
    {"kind": "related", "article": UID.format(3), "related": UID.format(4)},
    {"kind": "related", "article": UID.format(4), "related": UID.format(9), "suggested_title": "Not here"},
    {"kind": "redirect", "slug": "old-head", "article": UID.format(3)},
]


@pytest.fixture
def staff(db):
    return Staff()


@pytest.fixture
def foreign(tmp_path):
    path = tmp_path / "foreign.ndjson"
    path.write_bytes(sealed([HEADER, *LINES]))
    return path


def take_in(path, staff):
    return import_drafts(path, media=directory_beside(path), by=staff.editor)


def publish(path, staff):
    take_in(path, staff)
    return publish_unreviewed(path, by=staff.editor)


def test_articles_arrive_as_drafts_with_a_version(foreign, staff, client):
    new = take_in(foreign, staff)

    article = Article.objects.get(slug="when-the-head-hurts")
    assert (new["article"], new["version"]) == (2, 2)
    assert article.state == "draft"
    assert article.latest_version.content["references"][0]["key"] == "a"
    assert article.latest_version.content["related"] == [UID.format(4)]
    assert [section.anchor for section in article.sections.all()] == ["rest"]
    assert not Publication.objects.exists()
    assert client.get("/articles/when-the-head-hurts/").status_code == 404


def test_what_was_taken_in_is_the_draft_to_the_word(foreign, staff):
    take_in(foreign, staff)

    article = Article.objects.get(slug="when-the-head-hurts")
    assert workflow.save_draft(article, by=staff.writer) == article.latest_version


def test_the_ledger_says_where_an_article_came_from(foreign, staff):
    take_in(foreign, staff)

    record = EditorialRecord.objects.get(article__slug="when-the-head-hurts")
    assert record.event == Event.IMPORTED
    assert record.details["archive"]["site"] == "https://old.example"
    assert record.details["originally_published"] == "2019-05-06"
    assert list(faults()) == []


def test_its_html_is_made_safe(foreign, staff):
    take_in(foreign, staff)

    assert Article.objects.get(slug="when-the-head-hurts").lede == "<p>It passes.</p>"


def test_nobody_who_comes_this_way_is_verified(foreign, staff):
    take_in(foreign, staff)

    expert = Expert.objects.get(slug="ann-other")
    assert not expert.is_verified
    assert expert.credentials.get().verified_on is None


def test_a_source_that_is_here_is_not_stored_twice(foreign, staff):
    mine = make_source(1)

    take_in(foreign, staff)

    assert Source.objects.count() == 1
    assert Article.objects.get(slug="when-the-head-hurts").citations.get().source == mine


def test_a_topic_that_is_here_stays_as_it_is(foreign, staff):
    Topic.objects.create(slug="headache", name="Headaches of all kinds")

    take_in(foreign, staff)

    assert Topic.objects.get(slug="headache").name == "Headaches of all kinds"


def test_an_address_that_is_taken_is_refused(foreign, staff):
    Article.objects.create(slug="second", title="Mine")

    with pytest.raises(BadArchive, match="Line 6: the address “second” belongs to “Mine” here"):
        take_in(foreign, staff)


def test_taken_in_twice_it_changes_nothing(foreign, staff):
    take_in(foreign, staff)

    assert not any(take_in(foreign, staff).values())
    assert (Article.objects.count(), EditorialRecord.objects.count(), Redirect.objects.count()) == (2, 2, 1)


def test_only_writers_and_editors_take_in(foreign, staff):
    with pytest.raises(EditorialError, match="Only a writer or an editor can do this"):
        import_drafts(foreign, media=directory_beside(foreign), by=staff.reviewer)


def test_a_site_of_ours_can_be_taken_in_as_drafts_without_its_decisions(archive):
    # Its picture is none, which only a foreign one is asked to be.
    rows = [line for line in lines_of(archive) if line["kind"] not in ("figure", "media")]
    archive.write_bytes(sealed([{**row, "hero": None} if row["kind"] == "article" else row for row in rows]))

    import_drafts(archive, media=directory_beside(archive), by=make_editor("another_editor"))

    assert set(Article.objects.values_list("state", flat=True)) == {"draft"}
    assert set(EditorialRecord.objects.values_list("event", flat=True)) == {"imported"}
    assert not Publication.objects.exists()
    assert not Waiver.objects.exists()


# --- Live, unreviewed


def test_unreviewed_pages_are_live_without_a_badge_and_ask_not_to_be_listed(foreign, staff, client):
    assert publish(foreign, staff) == 2

    page = client.get("/articles/when-the-head-hurts/").content.decode()
    assert 'data-part="unreviewed"' in page
    assert 'data-part="mark"' not in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get("/articles/old-head/").status_code == 301


def test_the_site_map_leaves_them_out(foreign, staff, client):
    publish(foreign, staff)

    for address in ("/sitemap.xml", "/sitemap-pages.xml"):
        assert "when-the-head-hurts" not in client.get(address).content.decode()


def test_the_ledger_says_that_nobody_reviewed_them(foreign, staff):
    publish(foreign, staff)

    record = EditorialRecord.objects.filter(article__slug="when-the-head-hurts").latest("sequence")
    assert (record.event, record.details["unreviewed"], record.details["review"]) == ("published", True, None)
    assert list(faults()) == []


def test_they_keep_the_day_of_their_first_publication(foreign, staff):
    publish(foreign, staff)

    publication = Publication.objects.get(slug="when-the-head-hurts")
    assert publication.first_published_on.isoformat() == "2019-05-06"
    assert publication.imported_updated_on.isoformat() == "2021-07-08"
    assert publication.review is None and publication.review_due_on is None


@pytest.mark.parametrize("part", ["", "print/", "history/", "review-record/", "review-record.json", "cite.ris"])
def test_every_page_about_them_answers(foreign, staff, client, part):
    publish(foreign, staff)

    assert client.get(f"/articles/when-the-head-hurts/{part}").status_code == 200


def test_only_an_editor_brings_them_out(foreign, staff):
    take_in(foreign, staff)

    with pytest.raises(EditorialError, match="Only an editor can do this"):
        publish_unreviewed(foreign, by=staff.writer)


def test_published_twice_it_changes_nothing(foreign, staff):
    publish(foreign, staff)

    assert publish_unreviewed(foreign, by=staff.editor) == 0
    assert Publication.objects.count() == 2


def test_one_that_somebody_worked_on_goes_through_review(foreign, staff):
    take_in(foreign, staff)
    article = Article.objects.get(slug="second")
    Article.objects.filter(pk=article.pk).update(summary="Better.")
    workflow.save_draft(article, by=staff.writer)

    assert publish_unreviewed(foreign, by=staff.editor) == 1
    with pytest.raises(EditorialError, match="“Second” was changed since it came: it needs a review"):
        workflow.publish_imported([article], by=staff.editor)


def test_one_that_came_in_no_archive_is_refused(staff):
    article = Article.objects.create(slug="mine", title="Mine")
    workflow.save_draft(article, by=staff.writer)

    with pytest.raises(EditorialError, match="did not come in an archive"):
        workflow.publish_imported([article], by=staff.editor)


def test_reviewed_later_the_same_version_gets_its_badge(foreign, staff):
    publish(foreign, staff)
    article = Article.objects.get(slug="when-the-head-hurts")
    version = article.latest_version
    # What it would still need before it can be submitted is not asked here.
    Article.objects.filter(pk=article.pk).update(state="in_review")
    in_a_year = timezone.now().date() + timedelta(days=365)
    workflow.approve(version, digest=version.digest, by=staff.reviewer, next_review_due=in_a_year)

    publication = workflow.publish(article, by=staff.editor)

    assert publication.standing().has_badge
    assert Publication.objects.filter(article=article).count() == 2
    assert list(faults()) == []


def test_a_site_of_ours_is_not_brought_back_without_its_ledger(foreign):
    with pytest.raises(BadArchive, match="has no ledger"):
        import_archive(foreign, media=directory_beside(foreign))


def test_a_foreign_picture_is_encoded_anew(staff, tmp_path):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (8, 4), "red").save(out, "JPEG", exif=exif)
    data = out.getvalue()
    digest = sha256(data).hexdigest()
    name = f"figures/{digest}.jpg"
    media = {"kind": "media", "name": name, "digest": digest, "size": len(data), "base64": b64encode(data).decode()}
    figure = {"kind": "figure", "digest": digest, "name": "Red", "src": name, "width": 8, "height": 4, "alt": "Red."}
    article = {"kind": "article", "uid": UID.format(5), "slug": "red", "title": "Red", "hero": digest}
    path = tmp_path / "red.ndjson"
    path.write_bytes(sealed([HEADER, media, figure, article]))

    take_in(path, staff)

    stored = Article.objects.get(slug="red").hero
    assert stored.digest != digest
    assert stored.alt == "Red."
