"""Two people on one draft: the second is told, sees both texts, loses nothing, and can go on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from articles.editorial import workflow
from articles.models import State
from tests import factories
from tests.articles.admin.filled_form import filled_form


@pytest.fixture
def two_windows(article, staff, client_of):
    """A form that the writer opened, and one that the editor saved meanwhile."""

    def opened(**editors_changes):
        writer, editor = client_of(staff.writer), client_of(staff.editor)
        address = article.get_admin_url()
        before = writer.get(address)
        editor.post(address, filled_form(editor.get(address), **editors_changes))
        return writer, before

    return opened


def test_the_second_save_is_refused_and_both_texts_are_shown(article, two_windows):
    writer, before = two_windows(title="The editor's title")

    response = writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    page = response.content.decode()
    article.refresh_from_db()
    assert article.title == "The editor's title"
    assert "Edgar Editor saved version 2" in page
    assert "Two people changed the same draft" in page
    assert "The writer&#x27;s title" in page  # still in the form
    assert 'The <mark><span class="visually-hidden">only here: </span>writer\'s</mark> title' in page.replace("  ", " ")
    assert 'The <mark><span class="visually-hidden">only here: </span>editor\'s</mark> title' in page.replace("  ", " ")


def test_the_words_of_a_section_are_compared_too(article, two_windows):
    writer, before = two_windows(sections__0__body="<p>The editor wrote this.</p>")

    response = writer.post(
        article.get_admin_url(), filled_form(before, sections__0__body="<p>The writer wrote that.</p>")
    )

    sides = [difference for difference in response.context["differences"] if difference.place.endswith("Text")]
    assert len(sides) == 1
    assert "The writer wrote that." in sides[0].yours
    assert "The editor wrote this." in sides[0].current


def test_where_no_word_differs_the_page_says_what_does(article, two_windows):
    writer, before = two_windows(sections__0__body='<p><a href="/topics/one/">Walk</a>.</p>')

    response = writer.post(
        article.get_admin_url(), filled_form(before, sections__0__body='<p><a href="/topics/two/">Walk</a>.</p>')
    )

    assert "The words are the same. Their form, their links or their sources differ." in response.content.decode()


def test_choosing_mine_saves_mine_knowingly(article, two_windows):
    writer, before = two_windows(title="The editor's title")
    refused = writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    writer.post(article.get_admin_url(), filled_form(refused, merge__title="mine"))

    article.refresh_from_db()
    assert article.title == "The writer's title"
    assert article.latest_version.number == 3
    assert article.versions.get(number=2).content["title"] == "The editor's title"


def test_pressing_twice_does_not_count_as_knowing(article, two_windows):
    writer, before = two_windows(title="The editor's title")

    for _ in range(2):
        writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    article.refresh_from_db()
    assert article.title == "The editor's title"


def test_words_in_a_section_that_somebody_deleted_are_not_lost(article, two_windows):
    writer, before = two_windows(sections__0__DELETE="on")

    refused = writer.post(article.get_admin_url(), filled_form(before, sections__0__body="<p>Long work.</p>"))
    assert "Long work." in refused.content.decode()
    (row,) = [difference.name for difference in refused.context["differences"] if "Long work." in difference.yours]
    writer.post(article.get_admin_url(), filled_form(refused, **{f"merge-{row}": "mine"}))

    assert [section.body for section in article.sections.filter(body="<p>Long work.</p>")] == ["<p>Long work.</p>"]
    assert article.sections.count() == 2


def test_a_section_that_somebody_added_is_named_and_stays(article, staff, client_of):
    writer, address = client_of(staff.writer), article.get_admin_url()
    before = writer.get(address)
    article.sections.create(heading="Added meanwhile", nav_label="Added", position=7, body="<p>New.</p>")
    workflow.save_draft(article, by=staff.editor)

    refused = writer.post(address, filled_form(before, title="The writer's title"))
    writer.post(address, filled_form(refused))

    assert any(difference.current == "Added" for difference in refused.context["differences"])
    assert article.sections.filter(heading="Added meanwhile").exists()


def parts(response):
    return {difference.place: difference for difference in response.context["differences"]}


def test_what_only_i_changed_is_mine_and_what_only_they_changed_is_theirs(article, two_windows):
    writer, before = two_windows(summary="The editor's summary.", sections__1__body="<p>The editor's end.</p>")

    refused = writer.post(
        article.get_admin_url(), filled_form(before, title="The writer's title", sections__0__heading="Mine")
    )
    found = {place: (part.who, part.choice) for place, part in parts(refused).items()}
    response = writer.post(article.get_admin_url(), filled_form(refused), follow=True)

    assert found == {
        "Title": ("you", "mine"),
        "Summary": ("they", "theirs"),
        "Section “Overview”: Heading": ("you", "mine"),
        "Section “Bottom line”: Text": ("they", "theirs"),
    }
    assert "Saved as version 3." in response.content.decode()
    content = article.versions.get(number=3).content
    assert (content["title"], content["summary"]) == ("The writer's title", "The editor's summary.")
    assert content["sections"][0]["heading"] == "Mine"
    assert content["sections"][1]["html"] == "<p>The editor's end.</p>"


def test_what_both_changed_must_be_chosen_and_is_asked_again_until_it_is(article, two_windows):
    writer, before = two_windows(title="The editor's title", sections__0__body="<p>The editor's text.</p>")
    typed = filled_form(before, title="The writer's title", sections__0__body="<p>The writer's text.</p>")
    refused = writer.post(article.get_admin_url(), typed)
    body = parts(refused)["Section “Overview”: Text"].name

    again = writer.post(article.get_admin_url(), filled_form(refused, **{f"merge-{body}": "theirs"}))
    assert [part.choice for part in parts(again).values()] == ["", "theirs"]
    assert "The writer&#x27;s text." in again.content.decode()
    writer.post(article.get_admin_url(), filled_form(again, merge__title="mine"))

    content = article.versions.get(number=3).content
    assert content["title"] == "The writer's title"
    assert content["sections"][0]["html"] == "<p>The editor's text.</p>"


def test_a_citation_number_alone_is_nobodys_change(article, staff, client_of):
    """A version holds numbered markers; the form does not."""
    writer, editor, address = client_of(staff.writer), client_of(staff.editor), article.get_admin_url()
    before = writer.get(address)
    marker = '<p>First.<sup class="cite" data-cite="second">[second]</sup></p>'
    editor.post(address, filled_form(editor.get(address), lede=marker))

    refused = writer.post(address, filled_form(before, title="Mine"))

    assert {place: part.who for place, part in parts(refused).items()} == {"Title": "you", "Lede": "they"}


def test_topics_and_pictures_are_compared_three_ways_too(article, two_windows):
    other = factories.make_topic("joint-pain")
    writer, before = two_windows(main_topic=str(other.pk), hero="")

    refused = writer.post(article.get_admin_url(), filled_form(before, title="Mine"))
    writer.post(article.get_admin_url(), filled_form(refused))

    article.refresh_from_db()
    assert {part.who for place, part in parts(refused).items() if place != "Title"} == {"they"}
    assert (article.title, article.main_topic, article.hero) == ("Mine", other, None)


def test_a_section_that_i_did_not_touch_goes_if_they_deleted_it(article, two_windows):
    writer, before = two_windows(sections__0__DELETE="on")

    refused = writer.post(article.get_admin_url(), filled_form(before, title="Mine"))
    writer.post(article.get_admin_url(), filled_form(refused))

    assert parts(refused)["Section"].choice == "theirs"
    assert [section.nav_label for section in article.sections.all()] == ["Bottom line"]


def test_a_section_that_i_deleted_and_they_rewrote_must_be_chosen(article, two_windows):
    writer, before = two_windows(sections__0__body="<p>Rewritten.</p>")

    refused = writer.post(article.get_admin_url(), filled_form(before, sections__0__DELETE="on"))
    part = parts(refused)["Section"]
    writer.post(article.get_admin_url(), filled_form(refused, **{f"merge-{part.name}": "theirs"}))

    assert part.choice == ""
    assert article.sections.first().body == "<p>Rewritten.</p>"


def test_who_saves_in_between_is_met_too(article, staff, two_windows, client_of):
    writer, before = two_windows(title="The editor's title")
    address = article.get_admin_url()
    refused = writer.post(address, filled_form(before, title="The writer's title"))
    editor = client_of(staff.editor)
    editor.post(address, filled_form(editor.get(address), title="The editor's second title"))

    again = writer.post(address, filled_form(refused, merge__title="mine"))

    article.refresh_from_db()
    assert "Edgar Editor saved version 3" in again.content.decode()
    assert article.title == "The editor's second title"


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_once_one_is_saved_and_the_others_are_told(article, staff, client_of):
    address = article.get_admin_url()
    forms = [filled_form(client_of(staff.writer).get(address), title=f"Title {number}") for number in range(4)]
    clients = [client_of(staff.writer) for _ in forms]

    def send(number):
        try:
            return clients[number].post(address, forms[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as pool:
        answers = list(pool.map(send, range(len(forms))))

    article.refresh_from_db()
    (saved,) = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert article.title == article.latest_version.content["title"] == f"Title {saved}"
    assert article.versions.count() == 2
    for number, answer in enumerate(answers):
        assert number == saved or "Two people changed the same draft" in answer.content.decode()


def test_a_post_to_a_text_in_review_is_refused_with_everything_still_there(article, staff, client_of):
    writer, address = client_of(staff.writer), article.get_admin_url()
    before = writer.get(address)
    workflow.submit_for_review(article, by=staff.editor)

    response = writer.post(address, filled_form(before, title="Too late", sections__0__heading="Typed too late"))

    page = response.content.decode()
    article.refresh_from_db()
    assert "Version 1 is in review, so the text is locked." in page
    assert "Too late" in page and "Typed too late" in page
    assert article.title == "Sore joints"
    assert article.state == State.IN_REVIEW


def test_in_review_the_form_is_for_reading_and_offers_to_recall(article, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer)

    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "Version 1 is in review, so the text is locked." in page
    assert f"/admin/articles/article/{article.pk}/recall/" in page
    assert 'name="title"' not in page and 'name="_save"' not in page
    assert "Many people ask about this." in page


def test_an_import_without_a_version_is_simply_saved(staff, save):
    article = factories.make_article()

    save(article, by=staff.writer, title="First version")

    article.refresh_from_db()
    assert article.latest_version.number == 1
