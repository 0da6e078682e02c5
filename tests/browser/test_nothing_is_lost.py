"""Whatever happens to the server, the tab, the log-in or a colleague: the words somebody typed are still there."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import Article, Presence, ScratchCopy, State, Version
from articles.models.presence import SEEN_FOR
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.waiting import wait_for_answer, wait_until, wait_until_quiet
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

STATUS = ".submit-row .saved"
OFFER = ".scratch-offer"
READY = "document.documentElement.dataset.scratch === 'ready'"


@scene
def writer():
    return factories.make_writer()


@scene
def article(writer):
    article = factories.make_article(hero=None)
    workflow.save_draft(article, by=writer)
    article.refresh_from_db()
    return article


@pytest.fixture
def open_form(new_page, log_in, article, writer):
    """The article's form in a window of its own, ready: open_form(), open_form(by=editor, page=page)."""

    def opened(*, by=None, page=None, address=None, **options):
        if page is None:
            page = new_page(**options)
            log_in(page, by or writer)
        page.goto(address or article.get_admin_url())
        wait_until_quiet(page)
        wait_until(page, READY)
        return page

    return opened


def write(page, html, field="id_lede"):
    page.evaluate(
        "([field, html]) => richTexts.ready(field).then((editor) => new Promise((done) => editor.setData(html, done)))",
        [field, html],
    )


def text_of(page, field="id_lede"):
    return page.evaluate(f"CKEDITOR.instances['{field}'].getData()")


def type_a_title(page, title):
    page.fill("#id_title", title)


def wait_until_kept(page):
    page.locator(f"{STATUS}.is-kept", has_text="A safety copy was kept at").wait_for()


def wait_until_stored(page, **values):
    """Until the server's copy has these last words, too: an earlier copy may have been told of before."""

    def stored():
        copy = ScratchCopy.objects.first()
        return {name: copy.fields["values"].get(name) for name in values} if copy else None

    wait_for_answer(page, stored, {name: [value] for name, value in values.items()}, to="what the server keeps")


def wait_until_let_go(page):
    """Until the server keeps no copy: the page lets go of one that says what is saved when it has loaded."""
    wait_for_answer(page, ScratchCopy.objects.exists, False, to="whether a copy is kept")


def tab_beside(page):
    """Another tab of the same browser."""
    return page.context.new_page()


def forgive(complaints, *allowed):
    """Take out what the browser says about a connection that the test itself cut."""
    complaints[:] = [line for line in complaints if not any(word in line for word in allowed)]


def restore(page):
    """Restore the newest copy."""
    page.locator(OFFER).first.get_by_role("button", name="Restore").click()
    page.get_by_text("Restored. Save the draft to keep it.").wait_for()


def save(page):
    page.click("input[name=_save]")
    page.locator(".messagelist", has_text=re.compile("Saved as version|Nothing changed")).wait_for()


def test_what_is_typed_is_kept_within_seconds_and_makes_no_version(open_form, article, writer):
    page = open_form()

    type_a_title(page, "Half a title")
    write(page, "<p>Half a thought.</p>")
    wait_until_kept(page)
    wait_until_stored(page, title="Half a title", lede="<p>Half a thought.</p>")

    values = ScratchCopy.objects.get(by=writer, article=article).fields["values"]
    assert values["title"] == ["Half a title"] and values["lede"] == ["<p>Half a thought.</p>"]
    assert values["sections-0-heading"] == ["How joints and MS are linked"]
    assert Version.objects.count() == 1


def test_a_page_that_nobody_touched_keeps_nothing_and_says_nothing(open_form):
    page = open_form()
    page.wait_for_timeout(4000)

    assert page.locator(STATUS).text_content() == ""
    assert not ScratchCopy.objects.exists()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('scratch')).length") == 0


def test_the_tab_is_closed_and_everything_can_be_restored(open_form, article):
    page = open_form()
    type_a_title(page, "Typed before the tab was closed")
    write(page, "<p>Lede before the tab was closed.</p>")
    write(page, "<p>Text before the tab was closed.</p>", field="id_sections-0-body")
    wait_until_stored(page, **{"sections-0-body": "<p>Text before the tab was closed.</p>"})
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    again.locator(OFFER, has_text="and did not save it").wait_for()
    expect(again.locator("#id_title")).to_have_value("Sore joints")
    restore(again)

    expect(again.locator("#id_title")).to_have_value("Typed before the tab was closed")
    assert text_of(again) == "<p>Lede before the tab was closed.</p>"
    assert text_of(again, "id_sections-0-body") == "<p>Text before the tab was closed.</p>"
    wait_until_kept(again)
    save(again)
    article.refresh_from_db()
    assert article.title == "Typed before the tab was closed"
    assert article.lede == "<p>Lede before the tab was closed.</p>"
    wait_until(again, READY)
    wait_until_let_go(again)
    expect(again.locator(OFFER)).to_have_count(0)


def test_the_tab_is_closed_the_moment_after_the_last_key(open_form, complaints):
    """No time for the server: the browser's own storage has it."""
    page = open_form()
    again = tab_beside(page)
    page.route("**/scratch/**", lambda route: route.abort())
    page.locator("#id_title").press("End")
    page.locator("#id_title").press_sequentially(" and more")
    wait_until(page, "Object.values(localStorage).some((copy) => copy.includes('Sore joints and more'))")
    page.close(run_before_unload=False)

    open_form(page=again)
    again.locator(OFFER).wait_for()
    restore(again)

    expect(again.locator("#id_title")).to_have_value("Sore joints and more")
    forgive(complaints, "ERR_FAILED")


def test_rows_that_were_added_removed_and_moved_come_back(open_form, article):
    page = open_form()
    page.click("text=Add another Section")
    wait_until(page, "CKEDITOR.instances['id_sections-2-body']?.status === 'ready'")
    page.fill("#id_sections-2-heading", "A new section")
    write(page, "<p>New words.</p>", field="id_sections-2-body")
    page.locator("#citations-1 [data-delete]").click()
    page.locator("#sections-1 [data-move='-1']").click()
    wait_until(page, "document.getElementById('id_sections-1-position').value === '1'")
    wait_until(page, "Object.values(CKEDITOR.instances).every((it) => it.status === 'ready')")
    wait_until_stored(page, **{"sections-1-position": "1", "sections-2-body": "<p>New words.</p>"})
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    restore(again)
    save(again)

    assert [section.heading for section in article.sections.all()] == [
        "The bottom line",
        "How joints and MS are linked",
        "A new section",
    ]
    assert article.sections.get(heading="A new section").body == "<p>New words.</p>"
    assert [citation.key for citation in article.citations.all()] == ["first"]


def test_the_server_is_gone_and_the_text_is_kept_in_the_browser(open_form, complaints):
    page = open_form()
    page.route("**/scratch/**", lambda route: route.abort())
    type_a_title(page, "Typed while the server was gone")
    page.locator(f"{STATUS}.is-lost", has_text="No connection: your text is kept in this browser.").wait_for()
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    restore(again)

    expect(again.locator("#id_title")).to_have_value("Typed while the server was gone")
    forgive(complaints, "ERR_FAILED")


def test_the_server_comes_back_and_gets_what_it_missed(open_form, complaints):
    page = open_form()
    page.route("**/scratch/**", lambda route: route.abort())
    type_a_title(page, "Typed while the server was gone")
    page.locator(f"{STATUS}.is-lost").wait_for()

    page.unroute("**/scratch/**")
    wait_until_kept(page)

    assert ScratchCopy.objects.get().fields["values"]["title"] == ["Typed while the server was gone"]
    forgive(complaints, "ERR_FAILED")


def test_the_server_goes_while_the_draft_is_being_saved(open_form, article, complaints):
    page = open_form()
    type_a_title(page, "Typed before the server went")
    page.route("**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    with page.expect_event("requestfailed", lambda request: request.method == "POST" and "/change/" in request.url):
        page.click("input[name=_save]")
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    restore(again)

    expect(again.locator("#id_title")).to_have_value("Typed before the server went")
    forgive(complaints, "ERR_FAILED")


def test_the_session_ends_in_mid_edit_and_after_a_new_log_in_the_save_works(open_form, article, writer, complaints):
    page = open_form()
    type_a_title(page, "Typed before the session ended")
    wait_until_kept(page)
    Session.objects.all().delete()

    page.fill("#id_summary", "Typed after the session ended.")
    page.get_by_text("You were logged out. Your text is kept in this browser").wait_for()
    page.click("input[name=_save]")
    expect(page.locator("#scratch a", has_text="Log in again")).to_have_attribute("target", "_blank")
    with page.context.expect_page() as opened:
        page.click("#scratch a >> text=Log in again")
    door = opened.value
    door.fill("#id_username", writer.username)
    door.fill("#id_password", factories.PASSWORD)
    door.click("input[type=submit]")
    door.wait_for_url("**/admin/")
    page.bring_to_front()
    page.get_by_text("You are logged in again. Nothing was lost.").wait_for()

    save(page)
    article.refresh_from_db()
    assert (article.title, article.summary) == ("Typed before the session ended", "Typed after the session ended.")
    # Every ten seconds it is asked who else is here: that may come before the page has the token of the new log-in.
    forgive(complaints, "/presence/")


def test_a_form_sent_after_the_session_ended_is_offered_after_the_log_in(open_form, article, writer, complaints):
    page = open_form()
    # Nothing tells the page that the session is over before the form is sent.
    for address in ("**/scratch/**", "**/presence/**"):
        page.route(address, lambda route: route.abort())
    type_a_title(page, "Sent too late")
    Session.objects.all().delete()
    page.click("input[name=_save]")
    page.wait_for_url("**/login/**")
    page.unroute_all()

    page.fill("#id_username", writer.username)
    page.fill("#id_password", factories.PASSWORD)
    page.click("input[type=submit]")
    restore(page)
    save(page)

    article.refresh_from_db()
    assert article.title == "Sent too late"
    forgive(complaints, "ERR_FAILED")


def test_two_tabs_of_one_person_lose_neither_text(open_form, article):
    one = open_form()
    two = open_form(page=tab_beside(one))
    type_a_title(one, "From the first tab")
    two.fill("#id_summary", "From the second tab.")
    wait_until_kept(one)
    wait_until_kept(two)
    assert ScratchCopy.objects.count() == 2
    three = tab_beside(one)
    one.close()
    two.close()

    open_form(page=three)
    three.locator(OFFER).nth(1).wait_for()
    restore(three)
    wait_until_kept(three)

    titles = {copy.fields["values"]["title"][0] for copy in ScratchCopy.objects.all()}
    summaries = {copy.fields["values"]["summary"][0] for copy in ScratchCopy.objects.all()}
    assert "From the first tab" in titles and "From the second tab." in summaries


def test_two_people_write_and_merge_part_by_part(open_form, article, writer, run_axe):
    page = open_form()
    colleague = open_form(by=factories.make_editor())
    colleague.fill("#id_summary", "The editor's summary.")
    write(colleague, "<p>The editor's lede.</p>")
    save(colleague)

    type_a_title(page, "The writer's title")
    write(page, "<p>The writer's lede.</p>")
    page.click("input[name=_save]")
    page.get_by_text("Two people changed the same draft").wait_for()
    wait_until_quiet(page)
    run_axe(page, ".conflict")
    expect(page.locator(".decided")).to_have_text("2 of 3 parts decided.")
    page.click("input[name=_save]")
    expect(page.locator("[name=merge-lede]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".decided")).to_have_text("3 of 3 parts decided.")
    save(page)

    article.refresh_from_db()
    assert (article.title, article.summary) == ("The writer's title", "The editor's summary.")
    assert article.lede == "<p>The writer's lede.</p>"


def test_who_writes_on_in_a_part_that_is_chosen_as_theirs_keeps_what_they_write(open_form, article):
    page = open_form()
    colleague = open_form(by=factories.make_editor())
    colleague.fill("#id_summary", "The editor's summary.")
    save(colleague)
    type_a_title(page, "The writer's title")
    page.click("input[name=_save]")
    page.get_by_text("Two people changed the same draft").wait_for()
    wait_until(page, READY)

    page.fill("#id_summary", "Written after all.")
    expect(page.locator("[name=merge-summary][value=mine]")).to_be_checked()
    expect(page.locator(".decided")).to_contain_text("You wrote on in Summary")
    save(page)

    article.refresh_from_db()
    assert article.summary == "Written after all."


def test_an_older_text_that_is_restored_is_merged_and_not_saved_over_the_newer(open_form, article):
    page = open_form()
    type_a_title(page, "Typed on version 1")
    wait_until_kept(page)
    again = tab_beside(page)
    page.close()
    colleague = open_form(by=factories.make_editor())
    colleague.fill("#id_summary", "Saved as version 2.")
    save(colleague)

    open_form(page=again)
    again.get_by_text("Version 2 was saved since").wait_for()
    restore(again)
    again.click("input[name=_save]")
    again.get_by_text("Two people changed the same draft").wait_for()
    wait_until(again, READY)
    save(again)

    article.refresh_from_db()
    assert (article.title, article.summary) == ("Typed on version 1", "Saved as version 2.")


def test_what_is_typed_after_a_colleague_submitted_is_kept_and_can_be_read(open_form, article):
    page = open_form()
    Article.objects.update(state=State.IN_REVIEW)
    type_a_title(page, "Typed while it was in review")
    wait_until_kept(page)
    again = tab_beside(page)
    page.close()

    again.goto(article.get_admin_url())
    again.locator(OFFER, has_text="The text is locked now").wait_for()
    again.locator(OFFER).get_by_role("button", name="Look").click()
    again.get_by_text("Typed while it was in review").wait_for()

    article.refresh_from_db()
    assert (article.state, article.title) == (State.IN_REVIEW, "Sore joints")
    assert article.versions.count() == 1


def test_a_new_article_is_kept_before_its_first_save(open_form):
    address = "/admin/articles/article/add/"
    page = open_form(address=address)
    type_a_title(page, "Never saved")
    wait_until_kept(page)
    again = tab_beside(page)
    page.close()

    open_form(page=again, address=address)
    restore(again)
    wait_until_kept(again)
    save(again)

    assert Article.objects.filter(title="Never saved").exists()
    wait_until_let_go(again)


def test_a_copy_can_be_compared_and_discarded(open_form, run_axe):
    page = open_form()
    type_a_title(page, "To be thrown away")
    wait_until_kept(page)
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    again.locator(OFFER).get_by_role("button", name="Compare").click()
    sides = ["What you typedTo be thrown away", "In the form nowSore joints"]
    expect(again.locator(f"{OFFER} .side")).to_have_text(sides)
    run_axe(again, OFFER)
    again.once("dialog", lambda dialog: dialog.accept())
    with again.expect_response(lambda answer: answer.request.method == "DELETE"):
        again.locator(OFFER).get_by_role("button", name="Discard").click()
    again.locator(OFFER).wait_for(state="detached")
    with again.expect_response("**/scratch/"):
        open_form(page=again)

    expect(again.locator(OFFER)).to_have_count(0)
    assert not ScratchCopy.objects.exists()


def test_leaving_warns_only_when_something_is_unsaved(open_form):
    page = open_form()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.click("#id_title")
    page.goto("/admin/")
    assert asked == []
    open_form(page=page)
    page.locator("#id_title").press_sequentially("!")
    page.goto("/admin/")

    assert asked == ["beforeunload"]


def test_a_colleague_is_seen_reading_and_then_writing_and_no_longer_when_gone(open_form):
    page = open_form()
    colleague = open_form(by=factories.make_editor())
    page.locator("#presence", has_text=re.compile(r"Edgar Editor is reading this, since \d")).wait_for()

    colleague.fill("#id_title", "Written by a colleague")
    page.locator("#presence", has_text="Edgar Editor is editing this").wait_for()
    colleague.close(run_before_unload=False)

    # Half a minute passes, and whoever comes back to a tab is told at once.
    Presence.objects.filter(user__username="edgar_editor").update(seen_at=timezone.now() - SEEN_FOR)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#presence:empty").wait_for(state="attached")


def test_on_a_phone_the_offer_and_the_status_fit(open_form, run_axe):
    page = open_form(**PHONE)
    type_a_title(page, "On a phone")
    wait_until_kept(page)
    again = tab_beside(page)
    page.close()

    open_form(page=again)
    again.locator(OFFER).wait_for()
    run_axe(again, "#scratch")

    assert again.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
