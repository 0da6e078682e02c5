"""The rich-text editor under a strict policy: everything in its toolbar works, and the browser blocks nothing of it."""

import pytest

from articles.editorial import workflow
from articles.models import Article
from tests import factories
from tests.browser.test_admin_pages import wait_until_quiet

pytestmark = pytest.mark.django_db(transaction=True)

LEDE = "#cke_id_lede"


@pytest.fixture
def writer():
    return factories.make_writer()


@pytest.fixture
def article(writer):
    article = factories.make_article(hero=None)
    article.bylines.create(expert=factories.make_expert(name="Dana Quoted"), role="quoted", position=1)
    workflow.save_draft(article, by=writer)
    article.refresh_from_db()
    return article


@pytest.fixture
def editor(article, writer, page, log_in):
    """The article's form, with every editor ready."""
    log_in(page, writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    return page


def text_of(editor, field="id_lede"):
    return editor.evaluate(f"CKEDITOR.instances['{field}'].getData()")


def write(editor, html, field="id_lede"):
    editor.evaluate(
        "([field, html]) => new Promise((done) => CKEDITOR.instances[field].setData(html, { callback: done }))",
        [field, html],
    )


def words(editor):
    return editor.frame_locator(f"{LEDE} iframe").locator("body")


def press(editor, button):
    editor.click(f"{LEDE} .cke_button__{button}")


def dialog(editor):
    shown = editor.locator(".cke_dialog:visible")
    shown.wait_for()
    return shown


def accept(editor):
    dialog(editor).locator(".cke_dialog_ui_button_ok").click()
    editor.locator(".cke_dialog:visible").wait_for(state="hidden")


def test_the_policy_allows_no_inline_script(article, writer, client):
    client.force_login(writer)

    policy = client.get(article.get_admin_url()).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self' 'unsafe-inline'"
    assert directives["frame-src"] == "'self'"
    assert "unsafe-inline" not in client.get("/admin/").headers["Content-Security-Policy"]


def test_words_are_set_in_bold_and_as_a_heading(editor):
    write(editor, "<p>Walk a little every day.</p>")
    words(editor).get_by_text("Walk").click(click_count=3)

    press(editor, "bold")
    editor.click(f"{LEDE} .cke_combo_button")
    editor.frame_locator("iframe.cke_panel_frame").get_by_text("Heading 3").first.click()

    assert text_of(editor) == "<h3><strong>Walk a little every day.</strong></h3>"


def test_a_list_is_made_and_undone(editor):
    write(editor, "<p>Walk a little every day.</p>")
    words(editor).get_by_text("Walk").click()

    press(editor, "bulletedlist")
    assert text_of(editor) == "<ul><li>Walk a little every day.</li></ul>"
    press(editor, "undo")

    assert text_of(editor) == "<p>Walk a little every day.</p>"


def test_a_source_is_cited_where_the_cursor_stands(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()
    editor.keyboard.press("End")

    press(editor, "cite")
    options = dialog(editor).locator("select option").all_text_contents()
    dialog(editor).locator("select").select_option("second")
    accept(editor)
    editor.keyboard.type(" Then rest.")

    assert options[1].startswith("second: Pain in multiple sclerosis, part 2")
    assert text_of(editor) == '<p>Walk.<sup class="cite" data-cite="second">[second]</sup> Then rest.</p>'


def test_words_are_given_to_the_person_who_said_them(editor, article):
    expert = article.bylines.get(role="quoted").expert
    write(editor, "<p>I watch the walk first.</p>")
    words(editor).get_by_text("watch").click(click_count=3)

    press(editor, "quote")
    dialog(editor).locator("select").first.select_option(label="Dana Quoted, MD")
    accept(editor)

    assert text_of(editor) == f'<p><span class="quote" data-expert="{expert.uid}">I watch the walk first.</span></p>'


def test_a_set_off_quote_is_a_block(editor, article):
    expert = article.bylines.get(role="quoted").expert
    write(editor, "<p>I watch the walk first.</p>")
    words(editor).get_by_text("watch").click()

    press(editor, "quote")
    dialog(editor).locator("select").first.select_option(label="Dana Quoted, MD")
    dialog(editor).locator("select").last.select_option("set-off")
    accept(editor)

    expected = f'<blockquote data-expert="{expert.uid}"><p>I watch the walk first.</p></blockquote>'
    assert text_of(editor) == expected


def test_a_link_is_set(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click(click_count=3)

    press(editor, "link")
    dialog(editor).get_by_label("URL", exact=False).last.fill("example.org/walk")
    accept(editor)

    assert text_of(editor) == '<p><a href="https://example.org/walk">Walk.</a></p>'


def test_a_table_begins_with_a_header_row(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()

    press(editor, "table")
    accept(editor)
    words(editor).locator("td").first.click(button="right")
    editor.frame_locator("iframe.cke_panel_frame").last.get_by_text("Delete Table").wait_for()
    editor.keyboard.press("Escape")

    html = text_of(editor)
    assert '<thead><tr><th scope="col">' in html
    assert "style" not in html and "border" not in html


def test_special_characters_find_and_a_large_window(editor):
    write(editor, "<p>Walk</p>")
    words(editor).get_by_text("Walk").click()
    editor.keyboard.press("End")

    press(editor, "specialchar")
    dialog(editor).get_by_role("option", name="≤").or_(dialog(editor).locator("td a", has_text="≤")).first.click()
    press(editor, "find")
    dialog(editor).locator(".cke_dialog_ui_button_cancel").click()
    press(editor, "maximize")
    press(editor, "maximize")

    assert text_of(editor) == "<p>Walk≤</p>"


def test_a_section_added_on_the_way_gets_an_editor_and_is_saved(editor, article):
    editor.click("text=Add another Section")
    editor.wait_for_function("CKEDITOR.instances['id_sections-2-body']?.status === 'ready'")
    editor.fill("#id_sections-2-heading", "A new section")
    editor.fill("#id_sections-2-nav_label", "New")
    write(editor, "<p>New words.</p>", field="id_sections-2-body")

    editor.click("input[name=_save]")
    editor.get_by_text("Saved as version 2.").wait_for()

    assert [section.body for section in article.sections.all()][-1] == "<p>New words.</p>"


def test_a_form_that_nobody_touched_makes_no_version(editor, article):
    before = article.latest_version.document

    editor.click("input[name=_save]")
    editor.get_by_text("Nothing changed, so version 1 stays.").wait_for()

    article.refresh_from_db()
    assert article.latest_version.document == before


def test_what_a_stored_row_smuggles_in_does_not_run(article, writer, page, log_in):
    bad = '<p>Walk.</p><img src="/x" onerror="parent.ran = true"><p onclick="parent.ran = true">Rest.</p>'
    Article.objects.filter(pk=article.pk).update(lede=bad)
    log_in(page, writer)

    page.goto(article.get_admin_url())
    wait_until_quiet(page)

    assert page.evaluate("window.ran") is None
    assert "onerror" not in text_of(page) and "onclick" not in text_of(page)


def test_what_is_pasted_is_reduced_to_what_is_allowed(editor):
    write(editor, "<p></p>")
    words(editor).click()

    editor.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", '<h1>Big</h1><p style="color:red" class="Mso">Walk <b>now</b><img src="x"></p>');
            const { document } = CKEDITOR.instances.id_lede.window.$;
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    words(editor).get_by_text("now").wait_for()

    html = text_of(editor)
    assert "<strong>now</strong>" in html
    assert not any(bad in html for bad in ("style", "Mso", "img", "<h1"))
