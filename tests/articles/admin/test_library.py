"""Sources, pictures, topics and redirects in the admin."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.admin.lists import AuthorsField
from articles.models import Figure, Redirect, Source, Topic
from tests import factories
from tests.articles.admin.filled_form import filled_form


def picture(colour="red", *, name="knee.png"):
    out = io.BytesIO()
    Image.new("RGB", (64, 40), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


@pytest.fixture
def add(client_of):
    """Fill in the form for a new row: add("source", by=writer, title="...")."""

    def sent(noun, *, by, **fields):
        client, address = client_of(by), reverse(f"admin:articles_{noun}_add")
        return client.post(address, filled_form(client.get(address), f"{noun}_form") | fields, follow=True)

    return sent


def test_identifiers_are_kept_in_one_form(staff, add):
    add(
        "source",
        by=staff.writer,
        title="Pain in MS",
        doi="https://doi.org/10.1016/J.PAIN.2012.12.002",
        pmid="PMID: 23318126",
        url="www.example.org/a",
        authors="Foley PL\nvan der Berg J\nSmith, Anna Maria, Jr\n=World Health Organization\nPlato",
    )

    source = Source.objects.get()
    assert (source.doi, source.pmid) == ("10.1016/j.pain.2012.12.002", "23318126")
    assert source.url == "https://www.example.org/a"
    assert source.authors == [
        {"family": "Foley", "given": "PL"},
        {"family": "van der Berg", "given": "J"},
        {"family": "Smith", "given": "Anna Maria", "suffix": "Jr"},
        {"literal": "World Health Organization"},
        {"family": "Plato"},
    ]


def test_an_identifier_that_is_none_is_refused_with_a_sentence(staff, add):
    response = add("source", by=staff.writer, title="Pain in MS", doi="see above")

    assert "“see above” is not a DOI" in response.content.decode()
    assert not Source.objects.exists()


def test_a_paper_is_in_the_library_once(staff, add):
    factories.make_source(1, doi="10.1000/test.1")

    response = add("source", by=staff.writer, title="The same", doi="doi:10.1000/TEST.1")

    assert "This DOI is in the library already." in response.content.decode()


@pytest.mark.parametrize(
    "authors",
    [
        [{"family": "Foley", "given": "PL"}],
        [{"family": "Lebrun-Frénay", "given": "Christine Anne"}],
        [{"family": "King", "given": "ML", "suffix": "Jr"}],
        [{"literal": "World Health Organization"}, {"literal": "et al"}],
        [{"family": "de la Cruz", "given": "J"}],
    ],
)
def test_authors_survive_their_form(authors):
    field = AuthorsField()

    assert field.to_python(field.prepare_value(authors)) == authors


def test_a_picture_is_stored_under_its_digest(staff, add):
    add("figure", by=staff.writer, file=picture(), name="Knee", alt="A knee, drawn.", focal_x="50", focal_y="50")

    figure = Figure.objects.get()
    assert figure.src == f"figures/{figure.digest}.jpg"
    assert figure.added_by == staff.writer
    assert figure.alt == "A knee, drawn."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alt": ""}, "Describe the picture, or mark it as decorative."),
        ({"file": SimpleUploadedFile("a.png", b"nonsense")}, "not a JPEG, PNG or WebP picture"),
    ],
)
def test_a_picture_that_cannot_be_kept_is_refused_with_what_was_typed(changes, sentence, staff, add):
    fields = {"name": "Knee", "alt": "A knee.", "caption": "Typed caption", "focal_x": "50", "focal_y": "50"}

    response = add("figure", by=staff.writer, **({"file": picture()} | fields | changes))

    page = response.content.decode()
    assert sentence in page
    assert "Typed caption" in page
    assert not Figure.objects.exists()


def test_the_file_of_a_picture_is_never_replaced(staff, client_of):
    figure = factories.make_figure()
    client, address = client_of(staff.writer), reverse("admin:articles_figure_change", args=[figure.pk])
    page = client.get(address)
    assert 'type="file"' not in page.content.decode()

    others = {"file": picture("blue"), "digest": "0" * 64, "src": "x"}
    client.post(address, filled_form(page, "figure_form", alt="Better words.") | others)

    changed = Figure.objects.get()
    assert changed.alt == "Better words."
    assert (changed.digest, changed.src) == (figure.digest, figure.src)


def test_the_same_picture_twice_is_one_and_the_second_uploader_is_told(staff, add):
    fields = {"alt": "A knee.", "focal_x": "50", "focal_y": "50"}
    add("figure", by=staff.writer, file=picture(), name="Knee", **fields)

    response = add("figure", by=staff.editor, file=picture(), name="Another name", **fields)

    assert "This picture was here already, as “Knee”" in response.content.decode()
    assert Figure.objects.count() == 1


def test_an_editor_adds_a_topic_and_a_writer_does_not(staff, client_of, add):
    add("topic", by=staff.editor, name="Fatigue", slug="fatigue", synonyms="tiredness, exhaustion")

    assert Topic.objects.get(slug="fatigue").synonyms == ["tiredness", "exhaustion"]
    assert client_of(staff.writer).get(reverse("admin:articles_topic_add")).status_code == 403


def test_the_address_of_a_topic_stays(staff, client_of):
    topic = factories.make_topic()
    client, address = client_of(staff.editor), reverse("admin:articles_topic_change", args=[topic.pk])

    client.post(address, filled_form(client.get(address), "topic_form", slug="elsewhere", name="MS"))

    topic.refresh_from_db()
    assert (topic.slug, topic.name) == ("multiple-sclerosis", "MS")


def test_an_editor_adds_a_redirect_but_not_from_where_another_article_is(staff, add):
    known, other = factories.make_article(slug="known"), factories.make_article(slug="other")
    staff.published(known)

    refused = add("redirect", by=staff.editor, slug="known", article=str(other.pk))
    add("redirect", by=staff.editor, slug="formerly", article=str(other.pk))

    assert "The address “known” belongs to" in refused.content.decode()
    assert [redirect.slug for redirect in Redirect.objects.all()] == ["formerly"]
