"""Saving an article in the admin: one version per change, none without, and words that are safe."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.editorial import workflow
from articles.editorial.roles import Role
from articles.models import Article, State
from tests import factories
from tests.articles.admin.filled_form import filled_form


def test_a_changed_title_makes_a_version(article, staff, save):
    response = save(article, by=staff.writer, title="Joints that hurt")

    article.refresh_from_db()
    assert "Saved as version 2." in response.content.decode()
    assert article.latest_version.content["title"] == "Joints that hurt"


def test_an_unchanged_save_makes_no_version_and_says_so(article, staff, save):
    response = save(article, by=staff.writer)

    article.refresh_from_db()
    assert "Nothing changed, so version 1 stays." in response.content.decode()
    assert article.versions.count() == 1


def test_an_unchanged_save_keeps_the_approval(staff, save):
    article = factories.make_article()
    staff.approved(article)

    save(article, by=staff.editor)

    article.refresh_from_db()
    assert article.state == State.APPROVED


def test_a_version_holds_what_the_rows_of_the_form_say(article, staff, save):
    save(article, by=staff.writer, **{"sections__0__heading": "Links between joints and MS"})

    article.refresh_from_db()
    assert article.latest_version.content["sections"][0]["heading"] == "Links between joints and MS"


def test_a_new_row_without_a_position_comes_last(article, staff, client_of):
    client = client_of(staff.writer)
    fields = filled_form(client.get(article.get_admin_url()))
    fields |= {"sections-TOTAL_FORMS": "3", "sections-2-heading": "Last words", "sections-2-body": "<p>Bye.</p>"}

    client.post(article.get_admin_url(), fields)

    assert [section.heading for section in article.sections.all()][-1] == "Last words"
    assert [section.position for section in article.sections.all()] == [1, 2, 3]


def test_positions_decide_the_order(article, staff, save):
    save(article, by=staff.writer, sections__0__position="9")

    article.refresh_from_db()
    headings = [section["heading"] for section in article.latest_version.content["sections"]]
    assert headings == ["The bottom line", "How joints and MS are linked"]


def test_a_row_can_be_deleted(article, staff, save):
    save(article, by=staff.writer, sections__1__DELETE="on")

    assert article.sections.count() == 1


def test_rich_text_is_sanitised_whatever_was_posted(article, staff, save):
    dirty = '<p onclick="x()">Walk.<script>alert(1)</script><a href="javascript:alert(1)">here</a></p><h1>No</h1>'

    save(article, by=staff.writer, lede=dirty, sections__0__body=dirty, emergency=dirty)

    article.refresh_from_db()
    for stored in (article.lede, article.emergency, article.sections.first().body):
        assert "<p>Walk." in stored
        assert not any(bad in stored for bad in ("script", "onclick", "javascript", "<h1"))


def test_a_stored_row_is_sanitised_once_more_before_it_is_edited(article, staff, client_of):
    Article.objects.filter(pk=article.pk).update(lede='<p>Walk.<img src="x" onerror="alert(1)"></p>')

    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "onerror" not in page


def test_an_empty_citation_marker_shows_its_key_to_the_editor_which_would_drop_it(article, staff, client_of):
    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "data-cite=&quot;first&quot;&gt;[first]&lt;/sup&gt;" in page


def test_key_points_are_one_per_line(article, staff, save):
    save(article, by=staff.writer, key_points="One.\r\n\r\n  Two,  and more. \r\n")

    article.refresh_from_db()
    assert article.key_points == ["One.", "Two, and more."]


def test_a_new_article_needs_only_a_title_and_gets_a_free_address(article, staff, client_of):
    client = client_of(staff.writer)
    fields = filled_form(client.get("/admin/articles/article/add/"), title="Sore joints", slug="")

    response = client.post("/admin/articles/article/add/", fields, follow=True)

    new = Article.objects.latest("pk")
    assert "Saved as version 1." in response.content.decode()
    assert new.slug == "sore-joints-2"


def test_an_address_that_readers_know_for_another_article_is_refused_by_the_form(staff, save):
    public = factories.make_article(slug="known-address")
    staff.published(public)
    Article.objects.filter(pk=public.pk).update(slug="moved-on")
    article = factories.make_article(slug="mine")
    workflow.save_draft(article, by=staff.writer)

    response = save(article, by=staff.writer, slug="known-address")

    assert "belongs to “Sore joints”" in response.content.decode()


def test_state_version_and_publication_cannot_be_posted(article, staff, save):
    save(article, by=staff.editor, state="approved", latest_version="999", created_at="2001-01-01", title="Other")

    article.refresh_from_db()
    assert article.state == State.DRAFT
    assert article.latest_version.number == 2
    assert article.created_at.year > 2001


def test_save_and_preview_leads_to_the_page_as_readers_would_see_it(article, staff, save):
    response = save(article, by=staff.writer, _preview="Save and preview", title="Seen before")

    page = response.content.decode()
    assert "Preview, not public." in page
    assert "Seen before</h1>" in page
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_superuser_without_a_role_is_refused_and_their_words_are_still_there(article, superuser, save):
    response = save(article, by=superuser, title="By a superuser", sections__0__heading="Typed by a superuser")

    page = response.content.decode()
    assert "Only a writer or an editor can do this, and Sue Superuser is not." in page
    assert "By a superuser" in page and "Typed by a superuser" in page
    article.refresh_from_db()
    assert article.title == "Sore joints"
    assert article.sections.first().heading == "How joints and MS are linked"


def test_saving_as_new_does_not_exist(article, staff, save):
    response = save(article, by=staff.writer, _saveasnew="1", slug="a-copy")

    assert response.status_code == 403
    assert Article.objects.count() == 1


def test_what_an_import_could_not_place_is_worked_off_without_a_version(article, staff, save, client_of):
    assert "import_note" not in client_of(staff.writer).get(article.get_admin_url()).content.decode()
    Article.objects.filter(pk=article.pk).update(import_note="Line 7\nLine 9")

    save(article, by=staff.writer, import_note="Line 9")

    article.refresh_from_db()
    assert article.import_note == "Line 9"
    assert article.versions.count() == 1


def test_an_administrator_reads_a_draft_and_does_not_change_it(article, staff, client_of):
    client = client_of(factories.make_user(Role.ADMINISTRATOR, username="ada_administrator", is_staff=True))

    page = client.get(article.get_admin_url()).content.decode()

    assert "Many people ask about this." in page
    assert 'name="title"' not in page and 'name="_save"' not in page
    assert client.post(article.get_admin_url(), {"title": "X"}).status_code == 403


def test_a_save_to_a_number_that_is_no_number_of_an_article_leads_back(staff, client_of):
    for address in ("/admin/articles/article/²/change/", f"/admin/articles/article/{'9' * 30}/change/"):
        response = client_of(staff.writer).post(address, {"title": "Joints"}, follow=True)

        assert "doesn’t exist. Perhaps it was deleted?" in response.content.decode()


def topics_offered(response):
    (select,) = html.fromstring(response.content.decode()).xpath("//select[@id='id_main_topic']")
    return [(option.text, "selected" in option.attrib) for option in select]


def test_every_topic_is_offered_by_its_name_and_that_of_the_article_is_chosen(article, staff, client_of):
    factories.make_topic("unsafe", name="Bites & <stings>")

    with CaptureQueriesContext(connection) as asked:
        offered = topics_offered(client_of(staff.writer).get(article.get_admin_url()))

    assert (article.main_topic.name, True) in offered and ("Bites & <stings>", False) in offered
    assert sum(is_chosen for _, is_chosen in offered) == 1
    assert 'SELECT "articles_topic"."id" AS "pk", "articles_topic"."name" AS "name"' in str(asked.captured_queries)


def test_a_refused_form_keeps_the_topic_that_was_chosen(article, staff, save):
    other = factories.make_topic("other", name="Other")

    response = save(article, by=staff.writer, title="", main_topic=str(other.pk))

    assert [name for name, is_chosen in topics_offered(response) if is_chosen] == ["Other"]
