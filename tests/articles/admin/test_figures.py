"""The library of pictures in the admin: found, added one by one or many at once, bettered, removed."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image

from articles.editorial import workflow
from articles.models import Figure
from experts.models import Expert
from tests import factories
from tests.articles.admin.filled_form import filled_form
from tests.browser.drawn import drawn_picture
from tests.scenes import scene

LIST = "/admin/articles/figure/"
UPLOAD = "/admin/articles/figure/upload/"


def file(colour="red", *, name="knee.png", size=(64, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def address_of(figure, action="change"):
    return reverse(f"admin:articles_figure_{action}", args=[figure.pk])


def words_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


@scene
def knee(staff):
    return drawn_picture()


@pytest.fixture
def send(client_of, staff):
    """Send one file as the script does."""

    def sent(*, by=None, **fields):
        typed = {"file": file(), "name": "Knee", "alt": "A knee, drawn.", "caption": "", "credit": "", "license": ""}
        return client_of(by or staff.writer).post(UPLOAD, typed | fields)

    return sent


# --- Finding


@pytest.mark.parametrize("query", ["bent", "of a leg", "seldom", "Nora Pencil"])
def test_a_picture_is_found_by_its_name_alt_text_caption_and_credit(query, staff, client_of, knee):
    drawn_picture("Other", colour="red")
    Figure.objects.filter(pk=knee.pk).update(
        name="Bent knee", alt="Drawing of a leg.", caption="It is seldom the joint.", credit="Nora Pencil"
    )

    page = words_of(client_of(staff.writer).get(LIST, {"q": query}))

    assert "Bent knee" in page and "Other" not in page


def test_a_search_without_a_find_says_what_to_do(staff, client_of, knee):
    assert "No picture fits." in words_of(client_of(staff.writer).get(LIST, {"q": "elephant"}))


def test_an_empty_library_says_what_to_do(staff, client_of):
    assert "There is no picture yet. Drop the first one above." in words_of(client_of(staff.writer).get(LIST))
    superuser = factories.make_user(username="looks_only", is_staff=True)
    superuser.groups.set(staff.reviewer.groups.all())
    assert "Writers and editors add them." in words_of(client_of(superuser).get(LIST))


@scene
def library(staff):
    """A picture of a live page, one of a draft, a portrait, one of a withdrawn page, and one that nothing shows."""
    live, drafted, portrait, gone, unused = (
        drawn_picture(name, colour=colour)
        for name, colour in zip(
            ("Live one", "Draft one", "Face", "Gone", "Alone"), ("red", "blue", "green", "black", "pink"), strict=True
        )
    )
    staff.published(factories.make_article("live", hero=live))
    draft = factories.make_article("draft", title="The draft", hero=None)
    draft.sections.filter(position=0).update(figure=drafted)
    Expert.objects.filter(pk=staff.reviewer.expert.pk).update(portrait=portrait.as_shown())
    withdrawn = factories.make_article("withdrawn", title="Withdrawn", hero=gone)
    staff.published(withdrawn)
    workflow.withdraw(withdrawn, reason="It was wrong.", by=staff.editor)
    return {"live": live, "draft": drafted, "portrait": portrait, "gone": gone, "unused": unused}


@pytest.mark.parametrize(
    ("use", "expected"),
    [("live", {"Live one"}), ("used", {"Live one", "Draft one", "Face", "Gone"}), ("unused", {"Alone"})],
)
def test_pictures_are_filtered_by_their_use(use, expected, staff, client_of, library):
    page = html.fromstring(client_of(staff.writer).get(LIST, {"use": use}).content.decode())

    found = {name.text_content() for name in page.xpath("//ul[@class='pictures']//a/span")}
    assert found - {"Knee"} == expected  # The factory makes a Knee of its own.


def test_the_library_asks_as_much_for_many_pictures_as_for_one(staff, client_of, knee, django_assert_max_num_queries):
    for number in range(10):
        drawn_picture(f"Number {number}", colour=(number, 0, 0))
    client = client_of(staff.writer)

    with django_assert_max_num_queries(8):
        client.get(LIST)


# --- Adding many


def test_a_dropped_picture_is_stored_with_what_was_typed(staff, send):
    answer = send(caption="A joint.", credit="Nora Pencil", license="CC BY 4.0")

    figure = Figure.objects.get()
    assert answer.status_code == 201
    assert answer.json() | {"thumbnail": ""} == {
        "name": "Knee",
        "address": address_of(figure),
        "thumbnail": "",
        "note": "",
    }
    assert (figure.alt, figure.caption, figure.credit) == ("A knee, drawn.", "A joint.", "Nora Pencil")
    assert (figure.license, figure.added_by, figure.focal_x) == ("CC BY 4.0", staff.writer, 50)


def test_a_decorative_picture_needs_no_words(send):
    assert send(alt="", is_decorative="on").status_code == 201
    assert Figure.objects.get().is_decorative


@pytest.mark.parametrize(
    ("fields", "place", "sentence"),
    [
        ({"alt": ""}, "alt", "Describe the picture, or mark it as decorative."),
        ({"alt": "   "}, "alt", "Describe the picture, or mark it as decorative."),
        ({"name": ""}, "name", "This field is required."),
        ({"name": "n" * 121}, "name", "at most 120 characters"),
        ({"file": ""}, "file", "This field is required."),
        ({"file": SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "file", "not a JPEG"),
        ({"file": SimpleUploadedFile("a.png", b"<html></html>")}, "file", "not a JPEG, PNG or WebP picture"),
        ({"file": SimpleUploadedFile("a.gif", b"GIF89a" + b"\0" * 99)}, "file", "not a JPEG, PNG or WebP picture"),
        ({"file": SimpleUploadedFile("a.png", b"\0" * (15 * 1024 * 1024 + 1))}, "file", "at most 15 MB"),
    ],
)
def test_a_refusal_names_its_field_and_says_why(fields, place, sentence, send):
    answer = send(**fields)

    assert answer.status_code == 200
    assert sentence in " ".join(answer.json()["refused"][place])
    assert not Figure.objects.exists()


def test_a_dropped_picture_that_was_here_keeps_its_words_and_says_so(send):
    send()

    answer = send(name="Another name", alt="Other words.")

    assert answer.status_code == 200
    assert answer.json()["note"] == "This picture was here already, as “Knee”; its words stay."
    assert [figure.alt for figure in Figure.objects.all()] == ["A knee, drawn."]


def test_only_those_who_may_add_pictures_can_send_one(staff, send, client_of):
    looker = factories.make_user(username="looks_only", is_staff=True)
    looker.groups.set(staff.reviewer.groups.all())

    assert send(by=looker).status_code == 403
    assert send(by=staff.reviewer).status_code == 302  # To the log-in: reviewers have a desk of their own.
    assert Client().post(UPLOAD, {"file": file()}).status_code == 302
    assert client_of(staff.writer).get(UPLOAD).status_code == 405
    assert 'id="drop"' not in client_of(looker).get(LIST).content.decode()
    assert not Figure.objects.exists()


def test_a_file_from_elsewhere_is_not_taken(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff.writer)

    answer = client.post(UPLOAD, {"file": file(), "name": "Knee", "alt": "A knee."})

    assert answer.status_code == 403
    assert not Figure.objects.exists()


# --- One picture


def test_words_and_focal_point_are_bettered_and_the_file_stays(staff, client_of, knee):
    client, before = client_of(staff.writer), knee.as_shown()
    page = client.get(address_of(knee))

    client.post(address_of(knee), filled_form(page, "figure_form", alt="Better words.", focal_x="20", focal_y="80"))

    knee.refresh_from_db()
    assert (knee.alt, knee.focal_x, knee.focal_y) == ("Better words.", 20, 80)
    assert {**knee.as_shown(), "alt": "", "focal": []} == {**before, "alt": "", "focal": []}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alt": ""}, "Describe the picture, or mark it as decorative."),
        ({"focal_x": "101"}, "less than or equal to 100"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_words_that_cannot_be_kept_are_refused_with_what_was_typed(changes, sentence, staff, client_of, knee):
    client = client_of(staff.writer)
    page = client.get(address_of(knee))

    answer = client.post(address_of(knee), filled_form(page, "figure_form", caption="Typed caption", **changes))

    assert sentence in answer.content.decode()
    assert "Typed caption" in answer.content.decode()


def test_a_published_page_keeps_the_words_it_was_published_with(staff, client_of, client, knee):
    publication = staff.published(factories.make_article(hero=knee))
    before = client.get(publication.get_absolute_url()).content
    editor = client_of(staff.editor)

    editor.post(address_of(knee), filled_form(editor.get(address_of(knee)), "figure_form", alt="Better words."))

    assert client.get(publication.get_absolute_url()).content == before


def test_a_picture_lists_where_it_is_used(staff, client_of, library):
    def uses(which):
        page = html.fromstring(client_of(staff.editor).get(address_of(library[which])).content.decode())
        rows = page.xpath("//ul[@class='uses']/li")
        return {(row.find("a").get("href"), row.find("span").text) for row in rows}

    assert {chip for _, chip in uses("live")} == {"Draft", "Live"}
    assert ("/articles/live/", "Live") in uses("live")
    assert {chip for _, chip in uses("draft")} == {"Draft"}
    assert {chip for _, chip in uses("gone")} == {"Draft"}
    assert uses("portrait") == {(f"/admin/experts/expert/{staff.reviewer.expert.pk}/change/", "Portrait")}
    assert uses("unused") == set()


def test_a_picture_that_nothing_shows_says_how_it_is_used(staff, client_of, knee):
    assert "Nothing shows this picture yet." in words_of(client_of(staff.writer).get(address_of(knee)))


def test_a_reader_of_the_library_changes_nothing(staff, client_of, knee):
    looker = factories.make_user(username="looks_only", is_staff=True)
    looker.groups.set(staff.reviewer.groups.all())
    client = client_of(looker)

    assert client.get(address_of(knee)).status_code == 200
    assert client.post(address_of(knee), {"name": "X"}).status_code == 403
    assert client.post(address_of(knee, "delete"), {"post": "yes"}).status_code == 403


# --- Removing


def test_an_editor_removes_a_picture_that_nothing_shows(staff, client_of, knee, django_capture_on_commit_callbacks):
    client, names = client_of(staff.editor), knee.file_names()
    assert "Are you sure" in words_of(client.get(address_of(knee, "delete")))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address_of(knee, "delete"), {"post": "yes"})

    assert not Figure.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


@pytest.mark.parametrize("which", ["live", "draft", "portrait", "gone"])
def test_a_picture_that_something_shows_is_not_removed_and_says_where(which, staff, client_of, library):
    client, address = client_of(staff.editor), address_of(library[which], "delete")

    page = words_of(client.get(address))
    client.post(address, {"post": "yes"})

    assert "is used in the" in page
    assert "Are you sure" not in page
    assert Figure.objects.filter(pk=library[which].pk).exists()


def test_a_picture_of_an_old_version_is_not_removed_and_says_why(staff, client_of, knee):
    article = factories.make_article(hero=knee)
    workflow.save_draft(article, by=staff.writer)
    type(article).objects.update(hero=None)

    page = words_of(client_of(staff.editor).get(address_of(knee, "delete")))

    assert "Knee stands in version 1 of “Sore joints”. Versions are kept as they were" in page


def test_a_superuser_who_is_no_editor_is_refused_with_a_sentence(superuser, client_of, knee):
    answer = client_of(superuser).post(address_of(knee, "delete"), {"post": "yes"}, follow=True)

    assert "Only an editor can do this" in words_of(answer)
    assert Figure.objects.filter(pk=knee.pk).exists()


def test_a_writer_removes_no_picture(staff, client_of, knee):
    assert client_of(staff.writer).post(address_of(knee, "delete"), {"post": "yes"}).status_code == 403
