"""What writers paste: every word, list and table cell stays, and nothing of how it looked somewhere else."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from articles.content.html import plain_text, sanitise
from articles.editorial import workflow
from tests import factories
from tests.browser.waiting import wait_until, wait_until_quiet
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

PASTES = sorted((Path(__file__).parents[1] / "data" / "paste").glob("*.html"))
PASTE = """([html]) => {
    const editor = CKEDITOR.instances.id_lede;
    editor.focus();
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    editor.editable().$.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@scene
def writer():
    return factories.make_writer()


@scene
def article(writer):
    """An article whose lede is blank."""
    article = factories.make_article(hero=None, lede="")
    workflow.save_draft(article, by=writer)
    return article


@pytest.fixture
def pasted(writer, article, page, log_in):
    """The lede after `html` was pasted into it."""
    log_in(page, writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)

    def after(html):
        page.evaluate(PASTE, [html])
        wait_until(page, "CKEDITOR.instances.id_lede.getData() !== ''")
        return page.evaluate("CKEDITOR.instances.id_lede.getData()")

    return after


def words(html):
    """The words of some HTML, without the signs that Word writes before its list items."""
    html = re.sub(r"<(script|style|title)\b.*?</\1>|<!--.*?-->|<!\[.*?\]>", " ", html, flags=re.S | re.I)
    html = re.sub(r"<span style='mso-list:Ignore'>[^<]*<span[^>]*>[^<]*</span></span>", " ", html)
    text = re.sub(r"</?(?:b|i|strong|em|span|font|a|sub|sup|o:p)\b[^>]*>", "", html)
    text = lxml_html.fromstring(f"<div>{re.sub(r'<[^>]+>', ' ', text)}</div>").text_content()
    return text.split()


@pytest.mark.parametrize("file", PASTES, ids=lambda path: path.stem)
def test_every_word_stays_and_no_foreign_look(file, pasted):
    source = file.read_text()

    html = pasted(source)

    assert words(html) == words(source)
    assert not re.search(r"\b(style|class|id|dir|width|align|valign|lang|border|role)=", html)
    assert not re.search(r"mso|docs-internal|google|script|javascript|<(h1|h2|font|span|div|img|o:p|col)\b", html)
    # The server would take nothing more away: same words, same blocks.
    assert plain_text(sanitise(html)) == plain_text(html)


@pytest.mark.parametrize("file", PASTES, ids=lambda path: path.stem)
def test_the_first_row_of_a_table_is_its_header(file, pasted):
    root = lxml_html.fromstring(f"<div>{pasted(file.read_text())}</div>")

    assert [cell.text_content() for cell in root.xpath(".//thead/tr/th[@scope='col']")] == ["Muscle", "Seconds"]
    assert [cell.text_content().split()[0] for cell in root.xpath("(.//tbody)[1]/tr[1]/*")] == ["Calf", "30"]


def test_lists_of_word_are_lists_again(pasted):
    html = pasted((PASTES[0].parent / "word.html").read_text())

    assert "<ul><li>Calf<ul><li>against a wall</li></ul></li><li>Thigh</li></ul>" in html
    assert "<ol><li>Breathe</li><li>Hold for thirty seconds</li></ol>" in html
    assert "CO<sub>2</sub>" in html and "<strong>Start</strong> <em>slowly</em>" in html


def test_spans_of_google_docs_without_style_do_not_lose_the_paste(pasted):
    html = pasted((PASTES[0].parent / "google-docs.html").read_text())

    assert (
        "<p>Plain words without any style, <strong>bold words</strong><em> and slanted words</em><sup>2</sup>" in html
    )
    assert "<ul><li>Calf<ul><li>against a wall</li></ul></li><li>Thigh</li></ul>" in html
    assert '<a href="https://example.org/stretch">Read on</a>' in html


def test_plain_text_becomes_paragraphs(page, pasted):
    html = pasted("<span>Only words</span>")

    assert html == "<p>Only words</p>"
