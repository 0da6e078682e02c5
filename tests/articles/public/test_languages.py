"""The pages in each language: whole, at addresses of their own, and around a text that may be in another one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone, translation

from articles.editorial import workflow
from articles.public import languages
from tests.articles.public.reading import edit, read, words
from tests.catalogs import messages_in
from tests.factories import make_article, make_expert, make_topic
from tests.scenes import scene
from tools.verify_receipt import compare, hold

ROOT = settings.BASE_DIR

SPANISH = {
    "title": "Dolor en las articulaciones",
    "summary": "Por qué pueden doler las articulaciones.",
    "lede": '<p>Mucha gente lo pregunta.<sup class="cite" data-cite="first"></sup></p>',
    "key_points": ["La enfermedad no daña las articulaciones."],
    "emergency": "<p>Llame al 112 si una articulación está roja e hinchada.</p>",
    "funding": "Nadie ha pagado este artículo.",
    "ai_use": "Ningún programa lo ha escrito.",
}
ARABIC = {
    "title": "الحرارة والأعصاب",
    "summary": "قد تعيد الحرارة أعراضًا قديمة.",
    "lede": '<p>تخرج من حمام ساخن.<sup class="cite" data-cite="first"></sup></p>',
    "key_points": ["لا تسبب ضررًا جديدًا."],
    "emergency": "<p>اتصل بالطوارئ.</p>",
    "funding": "لم يدفع أحد.",
    "ai_use": "لا شيء.",
}
# English sentences that stay in a Spanish page, as they are somebody's own words in the factories.
LEAST_WORDS = 3


def a_day_ago():
    return timezone.now() - timedelta(days=1)


def make_foreign(language, said, *, slug, staff, topic):
    article = make_article(slug, author=staff.writer.expert, language=language, main_topic=topic, **said)
    heading = {"es": "Qué tiene que ver", "ar": "ما العلاقة"}[language]
    article.sections.update(heading=heading, nav_label=heading, body=f"<p>{said['summary']}</p>")
    article.citations.filter(key="second").delete()
    return article


@scene
def spanish(staff):
    """A Spanish article with everything that its pages can tell: two versions, a correction, an old date."""
    topic = make_topic("articulaciones", name="Articulaciones")
    article = make_foreign("es", SPANISH, slug="articulaciones-que-duelen", staff=staff, topic=topic)
    staff.published(article, now=a_day_ago())
    edit(article, summary="Por qué duelen las articulaciones, y qué ayuda.")
    staff.published(article)
    workflow.correct(article, text="Decía 120; es 112.", by=staff.editor)
    return article


@scene
def arabic(staff):
    topic = make_topic("al-aasab", name="الأعصاب")
    article = make_foreign("ar", ARABIC, slug="al-harara", staff=staff, topic=topic)
    staff.published(article)
    return article


@scene
def english(staff):
    article = make_article(author=staff.writer.expert)
    staff.published(article)
    return article


def page_of(article, under=""):
    return f"/articles/{article.slug}/{under}"


# --- Which language


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "en"), ("/es/", "es"), ("/topics/", "en"), ("/es/topics/", "es"), ("/es/nowhere/x", "es")],
)
@pytest.mark.django_db
def test_the_address_alone_says_which_language(client, path, language):
    client.cookies["django_language"] = "es" if language == "en" else "en"

    response = client.get(path, headers={"Accept-Language": "es" if language == "en" else "en"})

    assert f'<html lang="{language}" dir="ltr">' in response.content.decode()
    if response.status_code == 200:
        assert response["Content-Language"] == language
        assert "Cookie" not in response["Vary"] and "Accept-Language" not in response["Vary"]


def test_an_articles_page_is_in_the_articles_language(client, spanish, english):
    for under in ("", "print/", "history/", "review-record/", "report/", "report/thanks/", "history/1..2/"):
        page = read(client, page_of(spanish, under))
        assert page.document.get("lang") == "es", under
        assert page.response["Content-Language"] == "es"
        assert "Articulaciones" in page["breadcrumb"] and page["breadcrumb"].startswith("Inicio")
    assert read(client, page_of(english)).document.get("lang") == "en"


def test_a_mexican_article_has_the_spanish_frame_and_its_own_language(client, spanish, staff):
    edit(spanish, language="es-MX")
    staff.published(spanish)

    page = read(client, page_of(spanish))

    assert page.document.get("lang") == "es" and page.document.xpath("string(//article/@lang)") == "es-MX"
    assert page.response["Content-Language"] == "es-MX"


def test_a_date_is_written_as_its_language_writes_it(client, spanish, english):
    day = timezone.now().date()
    spanish_day = f"{day.day} de {_month(day, 'es')} de {day.year}"

    assert spanish_day in read(client, page_of(spanish))["dates"]
    assert f"{_month(day, 'en')} {day.day}, {day.year}" in read(client, page_of(english))["dates"]


def _month(day, language):
    months = {
        "en": "January February March April May June July August September October November December",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    }
    return months[language].split()[day.month - 1]


def test_what_machines_get_is_the_same_whatever_the_language_of_the_article(client, spanish):
    receipt = client.get(page_of(spanish, "review-record.json")).json()

    assert receipt["page"] == f"{settings.SITE_URL}{page_of(spanish)}"
    assert '"kind_label":"Review"' in receipt["shown"]["document"], "what is frozen is not translated"
    assert "(Artículo de revisión)" in read(client, page_of(spanish)).texts("reference")[0]


def test_a_saved_spanish_page_is_proved_by_its_receipt(client, spanish, arabic):
    for article in (spanish, arabic):
        page = client.get(page_of(article)).content.decode()
        held = hold(client.get(page_of(article, "review-record.json")).json())

        assert compare(page, held) == []
        assert compare(page.replace(article.title, "Otra cosa"), held)


# --- The same page elsewhere


def links(page, name):
    return dict(
        page.document.xpath(f"//link[@rel='alternate'][@hreflang]/@{name}")
        and [(link.get("hreflang"), link.get("href")) for link in page.document.xpath("//link[@hreflang]")]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "articles/", "topics/", "experts/", "search/"])
def test_a_page_names_its_other_languages_and_they_name_it(client, path):
    expected = {
        "en": f"{settings.SITE_URL}/{path}",
        "es": f"{settings.SITE_URL}/es/{path}",
        "x-default": f"{settings.SITE_URL}/{path}",
    }

    for start in ("/", "/es/"):
        page = read(client, f"{start}{path}")
        assert links(page, "href") == expected
        assert page.document.xpath("//*[@data-part='languages']//a/@href") == [
            f"/{path}" if start == "/es/" else f"/es/{path}"
        ]
        canonical = page.document.xpath("string(//link[@rel='canonical']/@href)")
        assert canonical == f"{settings.SITE_URL}{start}{path}"


def test_what_people_say_of_themselves_is_marked_where_the_page_is_in_another_language(client, staff, spanish, english):
    staff.writer.expert.title = "Health writer"
    staff.writer.expert.bio = "Wanda writes about the joints and what helps them."
    staff.writer.expert.save()
    neurologist = make_expert(name="Ana Luz", title="Neuróloga", bio="Ana atiende a personas con dolor en las manos.")
    for article in (spanish, english):
        article.bylines.create(expert=neurologist, role="quoted", position=5)
        edit(article, summary="Otra." if article == spanish else "Another.")
        staff.published(article)

    def marked(path, text):
        (found,) = read(client, path).document.xpath(f"//main//*[normalize-space(text())='{text}']/@lang") or [""]
        return found

    for text, language in {staff.writer.expert.bio: "en", neurologist.bio: "es"}.items():
        assert marked(page_of(spanish), text) == ("en" if language == "en" else "")
        assert marked(page_of(english), text) == ("es" if language == "es" else "")
    for expert, language in ((staff.writer.expert, "en"), (neurologist, "es")):
        path = f"/experts/{expert.slug}/"
        assert marked(path, expert.title) == ("" if language == "en" else "es")
        assert marked(f"/es{path}", expert.title) == ("en" if language == "en" else "")


def test_an_article_has_one_address_and_leads_to_the_front_pages(client, spanish):
    page = read(client, page_of(spanish))

    assert links(page, "href") == {}
    assert page.document.xpath("//*[@data-part='languages']//a/@href") == ["/"]
    assert client.get(f"/es{page_of(spanish)}").status_code == 404


def test_a_topic_is_named_in_one_language_so_its_hub_has_no_alternates(client, spanish):
    assert links(read(client, "/es/topics/articulaciones/"), "href") == {}


def test_a_search_leads_to_search_in_another_language_without_the_words(client, spanish):
    page = read(client, "/es/search/?q=articulaciones")

    assert page.document.xpath("//*[@data-part='languages']//a/@href") == ["/search/"]
    assert links(page, "href") == {}


# --- Lists


def titles(page):
    return [words(link) for link in page.document.xpath("//main//li//h3/a")]


def test_lists_show_the_articles_of_their_language(client, spanish, english):
    for path in ("", "articles/"):
        assert titles(read(client, f"/es/{path}")) == [SPANISH["title"]]
        assert titles(read(client, f"/{path}")) == ["Sore joints"]
    assert "Articulaciones" in read(client, "/es/topics/")["topics"]
    assert "Articulaciones" not in read(client, "/topics/")["topics"]
    assert titles(read(client, "/es/topics/articulaciones/")) == [SPANISH["title"]]


def test_a_list_without_articles_in_its_language_leads_to_one_that_has_them(client, english):
    for path in ("", "articles/", "topics/", "topics/multiple-sclerosis/"):
        page = read(client, f"/es/{path}")
        assert page.has("nothing-yet")
        assert page.document.xpath("//*[@data-part='in-other-languages']//a/@href") == [f"/{path}"]


def test_an_article_in_a_language_that_the_site_does_not_speak_is_listed_in_its_own(client, arabic, spanish):
    page = read(client, "/articles/")

    assert titles(page) == [ARABIC["title"]]
    heading = page.document.xpath("//main//li//h3")[0]
    assert (heading.get("lang"), heading.get("dir")) == ("ar", "rtl")
    assert "العربيّة" in page["entries"]
    assert ARABIC["title"] not in titles(read(client, "/es/articles/"))


def test_a_search_finds_all_languages_and_says_which(client, spanish, english):
    page = read(client, "/es/search/?q=joints")

    assert titles(page) == ["Sore joints"]
    assert page.document.xpath("//main//li//h3")[0].get("lang") == "en"
    assert "English" in page["entries"]
    assert titles(read(client, "/search/?q=articulaciones")) == [SPANISH["title"]]


# --- The other direction


def test_an_arabic_article_is_read_from_the_right_within_an_english_frame(client, arabic):
    page = read(client, page_of(arabic))

    (article,) = page.document.xpath("//article")
    assert (page.document.get("lang"), page.document.get("dir")) == ("en", "ltr")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    for part in ("bylines", "review-record", "disclosures", "people", "dates", "links"):
        (frame,) = page.all(part)
        assert (frame.get("lang"), frame.get("dir")) == ("en", "ltr"), part
    (funding,) = page.document.xpath("//*[@data-part='funding']/span")
    assert (funding.get("lang"), funding.get("dir")) == ("ar", "rtl")


def test_an_interface_from_the_right_turns_the_whole_page(client, arabic, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]

    page = read(client, page_of(arabic))

    assert (page.document.get("lang"), page.document.get("dir")) == ("ar", "rtl")
    assert not page.all("bylines")[0].get("dir")
    assert read(client, "/ar/").document.get("dir") == "rtl"


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur-Latn", "ltr"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
    ]
    + [("en", "ltr"), ("es-MX", "ltr"), ("xx", "ltr"), ("", "ltr")],
)
def test_the_direction_of_a_language(language, direction):
    assert languages.direction_of(language) == direction


@pytest.mark.parametrize(
    ("language", "interface"), [("es", "es"), ("ES-mx", "es"), ("en-GB", "en"), ("ar", "en"), ("", "en"), ("est", "en")]
)
def test_the_frame_of_a_language(language, interface):
    assert languages.interface_for(language) == interface


def test_a_language_that_nobody_named_keeps_its_code():
    assert languages.name_of("es") == "Español"
    assert languages.name_of("tlh") == "tlh"


# --- Whole


def sentences(language):
    """The English of the catalog that is long enough to know, each as the pattern of what a page would show."""
    for message in messages_in(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"):
        for english in message.english:
            plain = " ".join(re.sub(r"<[^>]+>", "", unescape(english)).split())
            longest = max(re.split(r"%\(\w+\)s", plain), key=lambda piece: len(piece.split())).strip(" ,.:;()“”")
            if len(longest.split()) >= LEAST_WORDS:
                yield longest


def spoken_on(response):
    """What readers see and hear of a page."""
    page = read_of(response)
    attributes = page.xpath("//@aria-label | //@placeholder | //@title | //meta[@name='description']/@content")
    return " ".join([words(page.find("body")), page.findtext(".//title"), *attributes])


def read_of(response):
    from lxml import html

    return html.document_fromstring(response.content.decode())


def test_no_page_in_spanish_keeps_an_english_sentence(client, staff, spanish, arabic):
    now_shown = page_of(spanish)
    gone = make_foreign(
        "es", SPANISH, slug="retirado", staff=staff, topic=make_topic("articulaciones", name="Articulaciones")
    )
    staff.published(gone, now=a_day_ago())
    workflow.withdraw(gone, reason="Era falso.", by=staff.editor, replacement=spanish)
    unreviewed_on = a_day_ago().date().isoformat()
    pages = [
        *[f"/es/{path}" for path in ("", "articles/", "topics/", "experts/", "search/", "nada/de/nada/")],
        *[f"/es/search/?q={asked}" for asked in ("articulaciones", "nadaqueexista", "articulaciones&reviewed=1")],
        "/es/articles/?reviewed=1&topic=articulaciones",
        "/es/topics/articulaciones/",
        f"/es/experts/{staff.reviewer.expert.slug}/",
        *[now_shown + under for under in ("", "print/", "history/", "review-record/", "report/", "report/thanks/")],
        f"{now_shown}history/1..2/",
        f"{now_shown}@{unreviewed_on}/",
        page_of(gone),
        f"{page_of(gone)}@{unreviewed_on}/",
    ]
    answers = {path: client.get(path) for path in pages}
    answers["a report that says nothing"] = client.post(f"{now_shown}report/", {"message": "", "email": "no"})
    english = set(sentences("es"))

    assert len(english) > 200
    for path, response in answers.items():
        assert response.status_code in (200, 404, 410, 422), f"{path}: {response.status_code}"
        said = spoken_on(response)
        assert {sentence for sentence in english if sentence in said} == set(), path


def test_the_english_of_the_pages_is_what_it_was(client, english):
    """The words of the program are English: without any catalog the pages are whole."""
    with translation.override("en"):
        page = read(client, page_of(english))

    assert page["disclosures"].startswith("Disclosures")
    assert "Medically reviewed by Rita Reviewer, MD, MSc" in page["bylines"]
