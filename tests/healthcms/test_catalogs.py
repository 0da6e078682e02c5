"""Every word of the public pages is in every catalog, translated, with its placeholders, and compiled."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.content import compare, field_changes, materiality, safety
from articles.models.source import SourceKind
from articles.models.standing import WORDS
from articles.public import words
from articles.public.views.review_record import TOLD
from tests.catalogs import messages_in
from tools import verify_receipt

ROOT = Path(settings.BASE_DIR)
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PUBLIC_TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if path.relative_to(ROOT / "templates").parts[0] not in ("admin", "desk")
]
MODULES = [path for package in ("articles", "experts", "healthcms") for path in sorted((ROOT / package).rglob("*.py"))]
# In English alone: for programmers, for staff, and what stands without a tag so that nothing in it can fail.
ENGLISH = {"api.html", "design.html", "_notices.html", "500.html", "503.html", "500.es.html", "503.es.html"}
# Names, which are the same in every language.
NAMES = {"RIS", "BibTeX", "CSL-JSON", "ORCID iD", "NPI"}

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w[^>]*>")
TRANSLATE = re.compile(r'\{%\s*translate\s+"([^"]*)"|\b_\("([^"]*)"\)')
BLOCK = re.compile(r"\{%\s*blocktranslate\b([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
TAGS = re.compile(r"\{#.*?#\}|\{%\s*blocktranslate.*?\{%\s*endblocktranslate\s*%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z][^"]*)"')

each_language = pytest.mark.parametrize("language", LANGUAGES)


def catalog(language, ending="po"):
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def said_in_template(text):
    """The English that a template gives to be translated."""
    yield from (one or other for one, other in TRANSLATE.findall(text))
    for options, body in BLOCK.findall(text):
        assert "trimmed" in options, body
        for said in re.split(r"\{%\s*plural\s*%\}", body):
            lines = [line.strip() for line in said.replace("%", "%%").split("\n")]
            yield re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", " ".join(filter(None, lines)))


def said_in_module(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if name == "_" or name.startswith("gettext"):
                yield from texts[:1]
            elif name.startswith("ngettext"):
                yield from texts[:2]


def all_said():
    for path in PUBLIC_TEMPLATES:
        if path.name not in ENGLISH:
            yield from said_in_template(path.read_text())
    for path in MODULES:
        yield from said_in_module(path.read_text())


@each_language
def test_every_word_of_the_public_pages_is_in_the_catalog(language):
    known = {text for message in messages_in(catalog(language)) for text in message.english}

    assert set(all_said()) - known == set(), "run make messages, and translate what is new"


@each_language
def test_every_message_is_translated_and_none_is_a_guess(language):
    for message in messages_in(catalog(language)):
        assert message.translations and all(message.translations), message.english
        assert "fuzzy" not in message.flags, message.english


@each_language
def test_a_translation_has_the_placeholders_and_the_markup_of_the_english(language):
    for message in messages_in(catalog(language)):
        for english, translation in zip(message.english, message.translations, strict=True):
            assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(translation)), translation
            assert english[-1:].isspace() == translation[-1:].isspace(), translation


@each_language
def test_the_compiled_catalog_says_what_the_written_one_says(language):
    with catalog(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = {}
    for message in messages_in(catalog(language)):
        if len(message.english) == 1:
            written[message.key] = message.translations[0]
        else:
            written |= {(message.key, number): text for number, text in enumerate(message.translations)}

    assert {key: text for key, text in compiled.items() if key != ""} == written


@pytest.mark.parametrize(
    "path",
    [path for path in PUBLIC_TEMPLATES if path.name not in ENGLISH],
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_a_public_template_says_nothing_that_cannot_be_translated(path):
    text = TAGS.sub("", path.read_text())
    spoken = SPOKEN.findall(text)
    text = re.sub(r"<(script|style|code)\b.*?</\1>|<[^>]*>|&\w+;", "\n", text, flags=re.DOTALL)
    said = {line.strip() for line in text.split("\n") if re.search("[A-Za-z]", line)}
    if path.name == "print.html":
        said.discard("all")  # It is the value of an attribute that base.html opens.

    assert spoken == [] and said - NAMES == set()


def test_what_the_floors_below_tell_readers_is_named_for_translators():
    assert set(words.STANDINGS) == set(WORDS.values())
    assert set(words.EVENTS) == {event.label for event in TOLD}
    assert set(words.KINDS_OF_SOURCES) == set(SourceKind.labels)
    assert set(words.CHANGES) == {*materiality.SAID.values(), *materiality.ELSE.values(), materiality.OTHER}
    assert set(safety.ORDER) <= set(words.ABOUT)
    fields = [field_changes.CREDIT, field_changes.REFERENCE, field_changes.FIGURE, field_changes.TOPIC]
    labels = {label for field in fields for key, label in field.items() if key not in TECHNICAL}
    labels |= {*field_changes.DISCLOSURES.values(), *field_changes.CORRECTION.values()}
    known = {text for message in messages_in(catalog(LANGUAGES[0])) for text in message.english}
    assert labels <= known
    empty = compare.compare({}, {})
    assert {part.name for part in empty.parts} - {"Waived warnings", "Other fields"} <= set(words.PARTS)


# What no reader of a page sees: only the picture and its words count there, and numbers are identifiers.
TECHNICAL = {"doi", "pmid", "isbn", "digest", "src", "width", "height", "renditions"}


@each_language
def test_the_program_that_checks_saved_pages_knows_the_words_of_the_site(language):
    known = {
        english: translation
        for message in messages_in(catalog(language))
        for english, translation in zip(message.english, message.translations, strict=True)
    }

    assert verify_receipt.WORDS[language] == {english: known[english] for english in verify_receipt.WORDS[language]}
    assert set(verify_receipt.WORDS) == set(LANGUAGES)
