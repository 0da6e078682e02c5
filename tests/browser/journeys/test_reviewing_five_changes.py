"""A doctor reviews five changes on one page: on the smallest phone by touch, and at a desk without a mouse."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.desk.page import preview
from articles.editorial import workflow
from articles.models import Comment, EditorialRecord, Event, ReviewVisit, State
from tests import factories
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_for_answer, wait_until_drawn
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

SMALL_PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# The words one can see in the frozen page, without what the desk put among them.
SEEN = """article => {
  const words = [], nodes = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
  while (nodes.nextNode()) {
    const parent = nodes.currentNode.parentElement
    if (parent.checkVisibility() && !parent.closest(".beside")) words.push(nodes.currentNode.data)
  }
  return words.join(" ").split(/\\s+/).filter(Boolean).join(" ")
}"""
WRITTEN = """html => {
  const article = new DOMParser().parseFromString(html, "text/html").querySelector("[data-part=article]")
  const words = [], nodes = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
  while (nodes.nextNode()) words.push(nodes.currentNode.data)
  return words.join(" ").split(/\\s+/).filter(Boolean).join(" ")
}"""
# What a finger has to hit and could miss.
SMALL_TARGETS = """() => [...document.querySelectorAll("main :is(.button, summary, .choice, .switch, .walk a, .mk)")]
  .map(one => [one, one.getBoundingClientRect(), one.matches(".mk") ? 24 : 44])
  .filter(([one, box, least]) => one.checkVisibility() && box.width && Math.min(box.width, box.height) < least - 0.5)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${box.width} by ${box.height}`)"""


@scene
def asked():
    """Version 2 of an article whose version 1 they approved: another dose, "not", number, picture and link."""
    staff = factories.Staff()
    article = factories.make_article(hero=drawn_picture())
    first, last = article.sections.order_by("position")
    first.body = first.body.replace("<p>Walk", "<p>Take 5 mg a day. Walk")
    first.save()
    staff.published(article)
    for old, new in (("5 mg", "50 mg"), ("Do not stop", "Do stop"), ("150 minutes", "15 minutes")):
        first.body = first.body.replace(old, new)
    first.save()
    last.body = '<p><a href="/topics/multiple-sclerosis/">Ask</a> your doctor.</p>'
    last.save()
    article.hero = drawn_picture("Knee", colour="maroon")
    article.save()
    version = staff.submitted(article)
    day = timezone.now().date() + timedelta(days=2)
    workflow.assign(article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    return staff, version


def is_whole(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth"), page.url


def is_as_readers_will_see_it(page, version):
    # Folded until somebody asks for it, as on a reader's phone.
    page.locator("#page .jump details").evaluate("contents => { contents.open = true }")
    seen = page.locator('#page [data-part="article"]').evaluate(SEEN)
    assert seen == page.evaluate(WRITTEN, preview(version).content.decode())


def wait_until_its_reading_is_noted(page, version):
    """The browser tells how the page was read on its own ways, which a decision could overtake."""

    def is_noted():
        visit = ReviewVisit.objects.get(version=version)
        return (visit.seconds >= 1, len(visit.visited))

    wait_for_answer(page, is_noted, (True, 5), to="how it was read")


def assert_approved(version, staff):
    version.article.refresh_from_db()
    assert version.article.state == State.APPROVED
    told = EditorialRecord.objects.get(event=Event.APPROVED, version=version).details
    assert told["passages"] == {"total": 14, "carried": 9, "signed": 5}
    assert (told["identity"], "conflict" in told) == ("password", False)
    assert (told["depth"]["changes"], told["depth"]["visited"]) == (5, 5)
    assert told["depth"]["seconds"] >= 1


def test_five_changes_on_the_smallest_phone_by_touch(asked, new_page):
    staff, version = asked
    page = new_page(**SMALL_PHONE)
    page.goto("/desk/")
    page.fill("#id_username", staff.reviewer.username)
    page.fill("#id_password", factories.PASSWORD)
    page.get_by_role("button", name="Log in").tap()
    expect(page.get_by_text("5 of 14 sentences changed since your approval on")).to_be_visible()
    is_whole(page)
    page.get_by_role("link", name="Review Sore joints").tap()

    bar, here = page.locator("#bar"), page.locator("[data-card].is-here")
    expect(bar).to_contain_text("Open: 4 sentences, 1 picture")
    assert [line.split()[-1] for line in page.locator(".walk").first.locator("small").all_inner_texts()] == [
        *("Dose", "Negation", "Number", "Picture", "Link")
    ]
    is_whole(page)

    def onward(name):
        bar.get_by_role("button", name="Next change").tap()
        expect(here).to_have_accessible_name(name)
        expect(here).to_be_focused()
        is_whole(page)

    onward("Change 1: Dose")
    here.get_by_role("button", name="✓ Fine").tap()
    expect(bar).to_contain_text("Open: 3 sentences, 1 picture")

    onward("Change 2: Negation")
    here.locator("summary", has_text="Comment").tap()
    here.get_by_label("Your comment").fill("This must say “not”.")
    here.get_by_role("checkbox", name="Stops the approval").check()
    here.locator("[open]").get_by_role("button", name="Comment").tap()
    expect(bar).to_contain_text("1 comment stops the approval")
    here.locator("summary", has_text="Answer").tap()
    here.get_by_label("Your answer").fill("Half typed, and kept")

    onward("Change 3: Number")
    here.locator("summary", has_text="Suggest").tap()
    here.get_by_label("Your wording").fill("Walk 150 minutes a week.")
    assert page.evaluate(SMALL_TARGETS) == []
    here.get_by_role("button", name="Suggest this wording").tap()
    expect(here).to_contain_text("Suggested: Walk 150 minutes a week.")
    expect(page.locator("#card-2 [open] textarea")).to_have_value("Half typed, and kept")

    onward("Change 4: Picture")
    expect(here.locator("figure img")).to_have_count(2)
    here.get_by_role("button", name="✓ Fine").tap()
    expect(bar).not_to_contain_text("picture")
    onward("Change 5: Link")
    expect(here.locator("ins")).to_contain_text("/topics/multiple-sclerosis/")

    workflow.answer(Comment.objects.get(is_blocking=True), by=staff.writer, body="It was taken out on purpose.")
    page.reload()
    thread = page.locator(".thread").filter(has_text="taken out on purpose")
    thread.get_by_role("button", name="Resolve").tap()
    expect(bar).not_to_contain_text("stops the approval")
    page.get_by_role("button", name="✓ All 2 open here are fine").tap()
    expect(bar).to_contain_text("Open: 1 sentence")

    page.locator(".s", has_text="MS does not damage joints.").tap()
    one = page.get_by_role("dialog")
    expect(one.locator("blockquote")).to_have_text("MS does not damage joints.")
    is_whole(page)
    assert page.evaluate(SMALL_TARGETS) == []
    one.get_by_role("button", name="Sentence after").tap()
    expect(one.locator("blockquote")).to_have_text("Most causes can be treated.")
    one.locator("summary", has_text="Comment").tap()
    one.get_by_label("Your comment").fill("Which ones?")
    one.locator("[open]").get_by_role("button", name="Comment").tap()
    expect(page.locator(".thread").filter(has_text="Which ones?")).to_be_visible()
    expect(one).to_be_hidden()

    page.get_by_role("switch").tap()
    expect(page.get_by_role("switch")).not_to_be_checked()
    is_as_readers_will_see_it(page, version)
    is_whole(page)

    bar.get_by_role("link", name="Decide…").tap()
    page.get_by_label("Approve").check()
    page.get_by_label("I have none for this article").check()
    page.get_by_label("Next review due by").fill(f"{timezone.now().date() + timedelta(days=200)}")
    page.get_by_label("Your password, again").fill(factories.PASSWORD)
    is_whole(page)
    assert page.evaluate(SMALL_TARGETS) == []
    wait_until_its_reading_is_noted(page, version)
    page.get_by_role("button", name="Record the decision").tap()

    expect(page.get_by_text("You approved version 2")).to_be_visible()
    assert_approved(version, staff)


def test_five_changes_at_a_desk_without_a_mouse(asked, page):
    staff, version = asked
    keys = page.keyboard

    def go_to(target):
        """Press the tab key until it is there."""
        target.wait_for(state="attached")
        wait_until_drawn(page)
        for _ in range(150):
            keys.press("Tab")
            if target.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"No key leads to {target}.")

    page.goto("/desk/")
    go_to(page.locator("#id_username"))
    keys.type(staff.reviewer.username)
    keys.press("Tab")
    keys.type(factories.PASSWORD)
    keys.press("Enter")
    go_to(page.get_by_role("link", name="Review Sore joints"))
    keys.press("Enter")
    bar, here = page.locator("#bar"), page.locator("[data-card].is-here")
    expect(bar).to_contain_text("Open: 4 sentences, 1 picture")
    is_whole(page)

    # The script shows it: no key is heard before.
    expect(bar.get_by_role("button", name="Next change")).to_be_visible()
    wait_until_drawn(page)
    keys.press("n")
    expect(here).to_have_accessible_name("Change 1: Dose")
    keys.press("f")
    expect(bar).to_contain_text("Open: 3 sentences, 1 picture")
    expect(here).to_be_focused()
    keys.press("n")
    keys.press("c")
    keys.type("This must say “not”.")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    expect(bar).to_contain_text("1 comment stops the approval")
    go_to(here.get_by_role("button", name="Resolve"))
    keys.press("Enter")
    expect(bar).not_to_contain_text("stops the approval")
    keys.press("n")
    expect(here).to_have_accessible_name("Change 3: Number")
    keys.press("o")
    expect(here.locator(".src")).to_contain_text("Pain in multiple sclerosis, part 2")
    keys.press("s")
    keys.press("ControlOrMeta+a")
    keys.type("Walk 150 minutes a week.")
    go_to(here.get_by_role("button", name="Suggest this wording"))
    keys.press("Enter")
    expect(here).to_contain_text("Suggested: Walk 150 minutes a week.")
    keys.press("n")
    keys.press("n")
    expect(here).to_have_accessible_name("Change 5: Link")
    keys.press("f")
    expect(bar).to_contain_text("Open: 2 sentences, 1 picture")
    go_to(page.locator('[data-place="key_points"] ~ .section-tools [data-each]'))
    keys.press("Enter")
    one = page.get_by_role("dialog")
    expect(one.locator("blockquote")).to_have_text("MS does not damage joints.")
    keys.press("n")
    expect(one.locator("blockquote")).to_have_text("Most causes can be treated.")
    keys.press("Escape")
    go_to(page.get_by_role("button", name="✓ All 2 open here are fine"))
    keys.press("Enter")
    expect(bar).to_contain_text("Open: 1 picture")
    keys.press("m")
    expect(page.get_by_role("switch")).not_to_be_checked()
    is_as_readers_will_see_it(page, version)

    go_to(bar.get_by_role("link", name="Decide…"))
    keys.press("Enter")
    go_to(page.get_by_label("Approve"))
    keys.press("Space")
    go_to(page.get_by_label("I have none for this article"))
    keys.press("Space")
    go_to(page.get_by_label("Your password, again"))
    keys.type(factories.PASSWORD)
    is_whole(page)
    wait_until_its_reading_is_noted(page, version)
    keys.press("Enter")

    expect(page.get_by_text("You approved version 2")).to_be_visible()
    assert_approved(version, staff)
