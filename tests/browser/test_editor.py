"""The rich-text editor under a strict policy: everything in its toolbar works, and the browser blocks nothing of it."""

import pytest
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import Article
from tests import factories
from tests.browser.waiting import wait_for_answer, wait_until, wait_until_quiet
from tests.browser.windows import DESK, PHONE, beyond, set_window
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

LEDE = "#cke_id_lede"
MARKER = '<sup class="cite" data-cite="{0}">[{0}]</sup>'
PASTED = (
    "3. Hoang PD, Gandevia SC. Prevalence of joint contractures and muscle weakness. "
    "Disabil Rehabil. 2014;36(19):1588-1593. doi:10.3109/09638288.2013.854841"
)


@scene
def writer():
    return factories.make_writer()


@scene
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


def expect_text(editor, html, field="id_lede"):
    """What a button or a dialog does to the text is done a moment after it."""
    wait_for_answer(editor, lambda: text_of(editor, field), html, to=f"what {field} says")


def write(editor, html, field="id_lede"):
    editor.evaluate(
        "([field, html]) => richTexts.ready(field).then((editor) => new Promise((done) => editor.setData(html, done)))",
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

    expect_text(editor, "<h3><strong>Walk a little every day.</strong></h3>")


def test_a_list_is_made_and_undone(editor):
    write(editor, "<p>Walk a little every day.</p>")
    words(editor).get_by_text("Walk").click()

    press(editor, "bulletedlist")
    expect_text(editor, "<ul><li>Walk a little every day.</li></ul>")
    press(editor, "undo")

    expect_text(editor, "<p>Walk a little every day.</p>")


def whole_at_both_widths(editor, run_axe):
    """Look at what is open on a desk and on a phone."""
    for width in (DESK, PHONE):
        set_window(editor, width=width)
        assert beyond(editor) <= 0
        run_axe(editor)
    set_window(editor, width=DESK)


def asked(editor, name):
    shown = editor.locator(f"dialog#{name}")
    shown.locator("[data-found] li").first.wait_for()
    return shown


def test_a_source_is_cited_where_the_cursor_stands(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()
    editor.keyboard.press("End")

    press(editor, "cite")
    asked(editor, "citing").get_by_label("part 2").check()
    editor.get_by_role("button", name="Cite", exact=True).last.click()
    expect(words(editor).locator("sup")).to_have_count(1)
    editor.keyboard.type(" Then rest.")

    expect_text(editor, '<p>Walk.<sup class="cite" data-cite="second">[second]</sup> Then rest.</p>')


def test_a_source_that_was_chosen_stays_chosen_when_the_library_answers_late(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()
    late = []
    editor.route("**/citing/sources/*", lambda route: late.append(route))

    with editor.expect_request("**/citing/sources/*"):
        press(editor, "cite")
    asked(editor, "citing").get_by_label("part 2").check()
    wait_for_answer(editor, lambda: len(late), 1)
    editor.evaluate("document.querySelector('#citing [data-found] li').dataset.before = 'the answer'")
    late[0].continue_()
    expect(editor.locator("#citing [data-found] [data-before]")).to_have_count(0)

    expect(editor.locator("dialog#citing").get_by_label("part 2")).to_be_checked()


def test_a_source_of_the_library_is_cited_by_the_keyboard_alone(editor, article):
    factories.make_source(7, title="Balance and falls", doi="", pmid="")
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()
    editor.keyboard.press("Control+End")

    editor.keyboard.press("Control+Shift+K")
    asked(editor, "citing")
    expect(editor.locator("#citing-words")).to_be_focused()
    editor.keyboard.type("balance falls")
    editor.keyboard.press("Enter")

    editor.locator("dialog#citing").wait_for(state="hidden")
    key = editor.input_value("[name=citations-2-key]")
    expect_text(editor, f'<p>Walk.<sup class="cite" data-cite="{key}">[{key}]</sup></p>')
    editor.keyboard.press("Control+s")
    editor.get_by_text("Saved as version 2.").wait_for()
    assert article.citations.get(key=key).source.title == "Balance and falls"


def test_a_pasted_reference_becomes_a_source_without_leaving_the_page(editor, article, run_axe):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()

    press(editor, "cite")
    asked(editor, "citing")
    whole_at_both_widths(editor, run_axe)
    editor.fill("#citing-words", PASTED)
    editor.get_by_role("button", name="Add it as a new source…").click()
    title = editor.get_by_label("Title", exact=True)
    expect(title).to_have_value("Prevalence of joint contractures and muscle weakness")
    expect(editor.locator("#new-authors")).to_have_value("Hoang PD\nGandevia SC")
    whole_at_both_widths(editor, run_axe)
    editor.get_by_role("button", name="Add and cite").click()

    editor.locator("dialog#citing").wait_for(state="hidden")
    expect(words(editor).locator('sup[data-cite="hoang2014"]')).to_have_count(1)
    expect(editor.locator("[data-references] li").first).to_contain_text("Hoang PD, Gandevia SC.")
    editor.click("input[name=_save]")
    editor.get_by_text("Saved as version 2.").wait_for()
    assert article.citations.get(key="hoang2014").source.pages == "1588-1593"


def test_a_new_source_is_read_from_the_words_that_were_pasted_just_now(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click()
    press(editor, "cite")
    asked(editor, "citing")

    editor.fill("#citing-words", PASTED)
    editor.locator("#citing [data-new]").click()

    expect(editor.locator("#new-title")).to_have_value("Prevalence of joint contractures and muscle weakness")
    editor.keyboard.press("Escape")
    press(editor, "cite")
    expect(editor.locator("#citing [data-new]")).to_have_text("New source…")


def test_markers_are_numbered_as_readers_will_see_them(editor):
    write(editor, f"<p>Walk.{MARKER.format('second')} Rest.{MARKER.format('first')} Eat.{MARKER.format('nowhere')}</p>")

    expect(editor.locator("[data-references] li").first).to_contain_text("part 2")
    shown = "[...document.querySelectorAll('sup')].map((it) => getComputedStyle(it, '::after').content[1])"
    frame = editor.locator(f"{LEDE} iframe").element_handle().content_frame()
    wait_for_answer(editor, lambda: frame.evaluate(shown), ["1", "2", "?"])
    expect(editor.locator(".beside [data-citation-warnings]")).to_contain_text(
        "“nowhere”, which is not among the citations"
    )


def test_a_citation_that_the_text_does_not_use_is_named(editor):
    write(editor, f"<p>Walk.{MARKER.format('first')}</p>")
    write(editor, "<p>Rest.</p>", field="id_sections-0-body")

    expect(editor.locator(".beside [data-citation-warnings]")).to_contain_text("“second” is not used in the text")


def test_words_are_given_to_the_person_who_said_them(editor, article, run_axe):
    expert = article.bylines.get(role="quoted").expert
    write(editor, "<p>I watch the walk first.</p>")
    words(editor).get_by_text("watch").click(click_count=3)

    press(editor, "quote")
    asked(editor, "quoting").get_by_label("Dana Quoted, MD").check()
    whole_at_both_widths(editor, run_axe)
    editor.get_by_role("button", name="Mark the words").click()

    expect_text(editor, f'<p><span class="quote" data-expert="{expert.uid}">I watch the walk first.</span></p>')
    expect(editor.locator("[data-quoted]")).to_contain_text("I watch the walk first.")


def test_a_set_off_quote_is_a_block(editor, article):
    expert = article.bylines.get(role="quoted").expert
    write(editor, "<p>I watch the walk first.</p>")
    words(editor).get_by_text("watch").click()

    press(editor, "quote")
    asked(editor, "quoting").get_by_label("Dana Quoted, MD").check()
    editor.get_by_label("set off as a paragraph").check()
    editor.get_by_role("button", name="Mark the words").click()

    expect_text(editor, f'<blockquote data-expert="{expert.uid}"><p>I watch the walk first.</p></blockquote>')


def test_somebody_new_is_quoted_by_name_and_stands_on_the_byline(editor, article):
    write(editor, "<p>I watch the walk first.</p>")
    words(editor).get_by_text("watch").click(click_count=3)

    editor.keyboard.press("Control+Shift+U")
    expect(editor.locator("#quoting-words")).to_be_focused()
    editor.keyboard.type("Nora Newcomer")
    editor.get_by_role("button", name="Add “Nora Newcomer” as a new person").click()
    words(editor).locator("span.quote").wait_for()
    editor.click("input[name=_save]")
    editor.get_by_text("Saved as version 2.").wait_for()

    row = article.bylines.get(expert__name="Nora Newcomer")
    assert (row.role, row.expert.is_verified) == ("quoted", False)
    assert str(row.expert.uid) in Article.objects.get(pk=article.pk).lede


def test_a_link_is_set(editor):
    write(editor, "<p>Walk.</p>")
    words(editor).get_by_text("Walk.").click(click_count=3)

    press(editor, "link")
    dialog(editor).get_by_label("URL", exact=False).last.fill("example.org/walk")
    accept(editor)

    expect_text(editor, '<p><a href="https://example.org/walk">Walk.</a></p>')


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

    expect_text(editor, "<p>Walk≤</p>")


def test_a_section_added_on_the_way_gets_an_editor_and_is_saved(editor, article):
    editor.click("text=Add another Section")
    wait_until(editor, "CKEDITOR.instances['id_sections-2-body']?.status === 'ready'")
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


def test_a_text_is_shown_still_until_somebody_comes_near(article, writer, page, log_in, run_axe):
    for number in range(2, 8):
        body = f"<p>Words of part {number}.{MARKER.format('first')}</p>"
        article.sections.create(position=number, nav_label=f"Part {number}", heading="Part", body=body)
    workflow.save_draft(article, by=writer)
    log_in(page, writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    still = page.locator("#sections-7 .still")

    # Its words are there, with the number that readers will see, and no editor.
    expect(still).to_contain_text("Words of part 7.")
    number = "(it) => getComputedStyle(it, '::after').content"
    wait_for_answer(page, lambda: still.locator("sup").evaluate(number), '"1"')
    assert page.evaluate("CKEDITOR.instances['id_sections-7-body']") is None
    run_axe(page, "#sections-7")
    still.focus()
    page.frame_locator("#cke_id_sections-7-body iframe").locator("body:focus").wait_for()
    expect(still).to_have_count(0)

    # A text that never met an editor is sent as it came; so is one whose editor only started.
    page.keyboard.press("Control+s")
    page.get_by_text("Nothing changed, so version 2 stays.").wait_for()

    # From the list beside the text, the way leads into an editor that has not started yet.
    wait_until_quiet(page)
    write(page, "<p>No marker here.</p>")
    jump = page.locator("[data-references]").get_by_role("button", name="In Part, 6 times")
    jump.click()
    selected = "CKEDITOR.instances['id_sections-2-body']?.getSelection()?.getSelectedElement()?.getText()"
    wait_until(page, f"{selected} === '[first]'")


# --- Sections


def headings(editor):
    return editor.locator("#sections-group .card:not(.empty-form) [data-title]")


def test_a_section_is_moved_with_its_words_by_button(editor, article):
    write(editor, "<p>Just typed.</p>", field="id_sections-0-body")

    editor.get_by_role("button", name="Move the section down").first.click()
    wait_until(editor, "document.querySelector('#sections-0 [data-ord]').textContent === '2'")
    wait_until_quiet(editor)
    expect_text(editor, "<p>Just typed.</p>", field="id_sections-0-body")
    editor.keyboard.press("Control+s")
    editor.get_by_text("Saved as version 2.").wait_for()

    sections = article.sections.all()
    assert [section.heading for section in sections] == ["The bottom line", "How joints and MS are linked"]
    assert sections[1].body == "<p>Just typed.</p>"


def test_a_section_is_moved_from_within_its_text_by_the_keyboard(editor):
    text = editor.frame_locator("#cke_id_sections-0-body iframe")
    text.locator("body").click()
    text.locator("body:focus").wait_for()

    editor.keyboard.press("Alt+ArrowDown")

    wait_until(editor, "document.querySelector('#sections-0 [data-ord]').textContent === '2'")
    wait_until_quiet(editor)
    text.locator("body:focus").wait_for()
    editor.keyboard.type("Go on. ")
    expect(text.locator("body")).to_contain_text("Go on. ")


def test_a_section_is_dragged_with_its_words(editor):
    write(editor, "<p>Just typed.</p>", field="id_sections-1-body")
    editor.get_by_role("button", name="Collapse all").click()

    editor.locator("#sections-1 [data-handle]").drag_to(
        editor.locator("#sections-0 .card-head"), target_position={"x": 200, "y": 2}
    )

    wait_until(editor, "document.querySelector('#sections-1 [data-ord]').textContent === '1'")
    wait_until_quiet(editor)
    expect(headings(editor)).to_have_text(["The bottom line", "How joints and MS are linked"])
    expect_text(editor, "<p>Just typed.</p>", field="id_sections-1-body")


def test_a_section_is_added_between_two_others(editor, article):
    editor.locator("#sections-0").get_by_role("button", name="Add a section here").click()
    wait_until(editor, "CKEDITOR.instances['id_sections-2-body']?.status === 'ready'")
    editor.fill("#id_sections-2-heading", "Between")
    editor.fill("#id_sections-2-nav_label", "Between")
    write(editor, "<p>New words.</p>", field="id_sections-2-body")
    editor.click("input[name=_save]")
    editor.get_by_text("Saved as version 2.").wait_for()

    assert [section.heading for section in article.sections.all()][1] == "Between"


def test_a_deleted_section_can_be_taken_back_until_it_is_saved(editor, article):
    editor.get_by_role("button", name="Delete the section").first.click()
    editor.get_by_role("button", name="Take it back").click()
    editor.click("input[name=_save]")
    editor.get_by_text("Nothing changed, so version 1 stays.").wait_for()
    editor.get_by_role("button", name="Delete the section").first.click()
    editor.click("input[name=_save]")
    editor.get_by_text("Saved as version 2.").wait_for()

    assert [section.heading for section in article.sections.all()] == ["The bottom line"]


def test_a_section_that_was_added_and_left_blank_is_not_saved(editor, article):
    editor.click("text=Add another Section")
    wait_until(editor, "CKEDITOR.instances['id_sections-2-body']?.status === 'ready'")
    editor.click("input[name=_save]")
    editor.get_by_text("Nothing changed, so version 1 stays.").wait_for()

    assert article.sections.count() == 2


def test_a_shut_card_is_opened_by_its_button(editor):
    editor.get_by_role("button", name="Collapse all").click()
    expect(editor.locator("#id_sections-0-heading")).to_be_hidden()

    editor.get_by_role("button", name="Show the section").first.click()

    expect(editor.locator("#id_sections-0-heading")).to_be_visible()


def test_the_words_of_a_section_are_counted_as_one_types(editor):
    write(
        editor, "<p>One two <strong>three</strong>.</p><ul><li>Four</li><li>five</li></ul>", field="id_sections-0-body"
    )

    expect(editor.locator("#sections-0 [data-words]")).to_have_text("5 words")


def test_without_script_sections_have_their_positions(article, writer, new_page, log_in):
    page = new_page(java_script_enabled=False)
    log_in(page, writer)

    page.goto(article.get_admin_url())

    expect(page.locator("#id_sections-0-position")).to_be_visible()
    expect(page.locator("#sections-0").get_by_role("checkbox", name="Delete")).to_be_visible()
    expect(page.get_by_role("button", name="Move the section down").first).to_be_hidden()
