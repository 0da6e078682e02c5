"""The library of pictures in a browser: files dropped, described and stored; the focal point; what readers may see."""

import io
from base64 import b64encode

import pytest
from PIL import Image
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import Figure
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_until, wait_until_drawn, wait_until_quiet
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/articles/figure/"
DROP = """([files, over]) => {
    const data = new DataTransfer();
    for (const [name, type, base64] of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
    }
    const target = document.querySelector(over);
    for (const kind of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


@scene
def writer():
    return factories.make_writer()


@pytest.fixture
def library(page, log_in, writer):
    """The list of pictures, open in a writer's window."""
    log_in(page, writer)
    page.goto(LIST)
    return page


def png(colour, size=(640, 400)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def noise():
    """A picture of some weight, so that sending it takes more than one step."""
    out = io.BytesIO()
    Image.effect_noise((1400, 1000), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def drop(page, *files, over="#drop"):
    encoded = [(name, type, b64encode(data).decode()) for name, type, data in files]
    page.evaluate(DROP, [encoded, over])


def card(page, file):
    return page.get_by_role("form", name=file)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_several_dropped_files_are_described_and_stored_one_by_one(library):
    drop(library, ("left_knee.png", "image/png", png("red")), ("line.png", "image/png", png("blue")))

    first, second = card(library, "left_knee.png"), card(library, "line.png")
    expect(first.get_by_label("Name")).to_have_value("Left knee")
    expect(first.get_by_label("Alternative text")).to_be_focused()
    first.get_by_label("Alternative text").fill("A knee, drawn.")
    first.get_by_label("Credit").fill("Nora Pencil")
    first.get_by_role("button", name="Store").click()
    library.get_by_text("Left knee is stored.").wait_for()
    # The next one waits with the cursor in it.
    expect(second.get_by_label("Alternative text")).to_be_focused()
    second.get_by_label("Decorative").check()
    second.get_by_role("button", name="Store").click()
    library.get_by_text("2 pictures stored.").wait_for()

    library.get_by_role("link", name="Show the newest pictures").click()
    library.locator(".pictures").get_by_text("Left knee").wait_for()
    stored = {figure.name: figure for figure in Figure.objects.all()}
    assert (stored["Left knee"].alt, stored["Left knee"].credit) == ("A knee, drawn.", "Nora Pencil")
    assert stored["Line"].is_decorative


def test_the_progress_of_a_file_is_shown(library):
    library.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const bar = document.querySelector(".going:not([hidden]) progress");
                if (bar) window.seen.push([bar.value, bar.nextElementSibling.textContent]);
            }).observe(document.querySelector(".dropped"), { subtree: true, childList: true, attributes: true });
        }"""
    )
    drop(library, ("noise.jpg", "image/jpeg", noise()))

    card(library, "noise.jpg").get_by_label("Alternative text").fill("Noise.")
    card(library, "noise.jpg").get_by_role("button", name="Store").click()
    library.get_by_text("Noise is stored.").wait_for()

    seen = library.evaluate("window.seen")
    assert seen[0] == [0, "Sending"]
    assert [100, "Sent. Its sizes are being made."] in seen


def test_all_are_stored_at_once_and_the_first_refusal_stops_at_its_file(library):
    files = [
        ("a.png", "image/png", png("red")),
        ("b.png", "image/png", b"no picture"),
        ("c.png", "image/png", png("blue")),
    ]
    drop(library, *files)
    for name in ("a.png", "b.png", "c.png"):
        card(library, name).get_by_label("Alternative text").fill(f"Words of {name}")

    library.get_by_role("button", name="Store all").click()

    refusal = card(library, "b.png").get_by_text("This file is not a JPEG, PNG or WebP picture that can be read.")
    refusal.wait_for()
    expect(card(library, "b.png").get_by_label("Alternative text")).to_have_value("Words of b.png")
    expect(card(library, "c.png").get_by_label("Alternative text")).to_have_value("Words of c.png")
    card(library, "b.png").get_by_role("button", name="Leave out").click()
    card(library, "c.png").get_by_role("button", name="Store").click()
    library.get_by_text("2 pictures stored.").wait_for()
    assert set(Figure.objects.values_list("alt", flat=True)) == {"Words of a.png", "Words of c.png"}


def test_a_file_that_cannot_be_a_picture_is_refused_beside_its_name_before_it_is_sent(library):
    large = png("red") + b"\0" * (16 * 1024 * 1024)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

    drop(library, ("bad.svg", "image/svg+xml", svg), ("large.png", "image/png", large))

    expect(card(library, "bad.svg").get_by_text("not a JPEG, PNG or WebP picture")).to_be_visible()
    expect(
        card(library, "large.png").get_by_text("The picture has 16.8 MB; at most 15 MB can be stored.")
    ).to_be_visible()
    expect(card(library, "bad.svg").get_by_role("button", name="Store")).to_be_hidden()
    card(library, "bad.svg").get_by_role("button", name="Leave out").click()
    card(library, "large.png").get_by_role("button", name="Leave out").click()
    expect(library.locator(".dropped li")).to_have_count(0)


def test_a_picture_without_words_is_not_sent_and_the_cursor_goes_to_them(library):
    drop(library, ("a.png", "image/png", png("red")))

    card(library, "a.png").get_by_label("Credit").fill("Nora Pencil")
    card(library, "a.png").get_by_role("button", name="Store").click()

    expect(card(library, "a.png").get_by_text("Describe the picture, or mark it as decorative.")).to_be_visible()
    expect(card(library, "a.png").get_by_label("Alternative text")).to_be_focused()
    expect(card(library, "a.png").get_by_label("Credit")).to_have_value("Nora Pencil")


def test_a_file_that_misses_does_not_replace_the_page(library):
    drop(library, ("a.png", "image/png", png("red")), over="#header")

    expect(card(library, "a.png")).to_be_visible()
    assert library.url.endswith(LIST)


def test_leaving_with_files_that_are_not_stored_warns(library):
    asked = []
    library.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    drop(library, ("a.png", "image/png", png("red")))
    card(library, "a.png").get_by_label("Alternative text").press_sequentially("A word")

    library.goto("/admin/")

    assert asked == ["beforeunload"]


def test_a_new_log_in_in_another_window_loses_nothing_that_was_typed(library, writer, complaints):
    drop(library, ("a.png", "image/png", png("red")))
    words = card(library, "a.png").get_by_label("Alternative text")
    words.fill("A red field.")
    library.context.clear_cookies()
    card(library, "a.png").get_by_role("button", name="Store").click()
    card(library, "a.png").get_by_text("You are no longer logged in.").wait_for()
    expect(words).to_have_value("A red field.")

    other = library.context.new_page()
    other.goto("/admin/login/")
    other.fill("#id_username", writer.username)
    other.fill("#id_password", factories.PASSWORD)
    other.click("input[type=submit]")
    other.get_by_role("button", name="Log out").wait_for()
    card(library, "a.png").get_by_role("button", name="Store").click()

    library.get_by_text("A is stored.").wait_for()
    assert Figure.objects.get().alt == "A red field."
    # The browser notes that the server refused the old session.
    assert all("403" in complaint for complaint in complaints)
    complaints.clear()


def test_files_are_chosen_described_and_stored_by_keyboard_alone(library):
    wait_until_drawn(library)
    with library.expect_file_chooser() as chooser:
        library.locator("#drop-files").focus()
        library.keyboard.press("Enter")
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": png("red")})
    expect(card(library, "a.png").get_by_label("Alternative text")).to_be_focused()
    library.keyboard.type("A red field.")
    for _ in range(5):
        library.keyboard.press("Tab")
    library.keyboard.press("Enter")

    library.get_by_text("A is stored.").wait_for()
    assert Figure.objects.get().alt == "A red field."


def test_one_picture_is_added_without_script(new_page, log_in, writer):
    page = new_page(java_script_enabled=False)
    log_in(page, writer)
    page.goto(LIST)
    expect(page.locator("#drop")).to_be_hidden()

    page.get_by_role("link", name="Add picture").click()
    page.set_input_files("#id_file", {"name": "a.png", "mimeType": "image/png", "buffer": png("red")})
    page.fill("#id_name", "Field")
    page.fill("#id_alt", "A red field.")
    page.click("input[name=_save]")

    page.locator(".pictures").get_by_role("link", name="Field").wait_for()
    assert Figure.objects.get().alt == "A red field."


@pytest.fixture
def one(page, log_in, writer):
    """A picture's own page."""
    figure = drawn_picture()
    log_in(page, writer)
    page.goto(f"{LIST}{figure.pk}/change/")
    wait_until_drawn(page)
    return page


def expect_focal(page, x, y):
    """A click hits to a pixel, which is less than a percent."""
    wait_until(page, f"Math.abs(id_focal_x.value - {x}) <= 1 && Math.abs(id_focal_y.value - {y}) <= 1")


def test_the_focal_point_is_moved_with_the_arrow_keys(one):
    ring = one.get_by_role("button", name="Focal point: 50 percent from left, 50 percent from top")
    ring.focus()

    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "ArrowDown"):
        one.keyboard.press(key)

    expect(one.locator("#focal-place")).to_have_text("39 percent from left, 55 percent from top")
    expect(one.locator("#id_focal_x")).to_have_value("39")
    expect(one.locator("#id_focal_y")).to_have_value("55")
    for _ in range(30):
        one.keyboard.press("ArrowUp")
    expect(one.locator("#id_focal_y")).to_have_value("0")
    one.click("input[name=_save]")
    one.locator(".pictures").wait_for()
    assert (Figure.objects.get().focal_x, Figure.objects.get().focal_y) == (39, 0)


def test_the_focal_point_is_put_where_one_clicks_and_the_crops_follow(one):
    box = one.locator(".focal-picture").bounding_box()
    expect(one.locator(".crop.phone img")).to_have_css("object-position", "50% 50%")

    one.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.1)

    expect_focal(one, 90, 10)
    expect(one.locator(".crop.phone img")).to_have_css("object-position", "100% 0%")


def test_the_focal_point_follows_its_fields(one):
    one.fill("#id_focal_x", "10")

    expect(one.get_by_role("button", name="Focal point: 10 percent from left, 50 percent from top")).to_be_visible()


def test_the_focal_point_is_tapped_on_a_phone(phone_page, log_in, writer):
    figure = drawn_picture()
    log_in(phone_page, writer)
    phone_page.goto(f"{LIST}{figure.pk}/change/")
    wait_until_drawn(phone_page)
    box = phone_page.locator(".focal-picture").bounding_box()

    phone_page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)

    expect_focal(phone_page, 25, 75)


@pytest.mark.parametrize("window", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
def test_the_library_is_whole(window, new_page, log_in, run_axe):
    staff = factories.Staff()
    figure = drawn_picture()
    article = factories.make_article(hero=figure)
    staff.published(article)
    Figure.objects.filter(name__startswith="Knee").exclude(pk=figure.pk).delete()
    drawn_picture("Alone", colour="navy")
    page = new_page(**window)
    log_in(page, staff.editor)

    page.goto(LIST)
    run_axe(page)
    drop(page, ("a.png", "image/png", png("red")), ("b.svg", "image/svg+xml", b"<svg/>"))
    card(page, "a.png").get_by_role("button", name="Store").click()
    card(page, "a.png").get_by_text("Describe the picture").wait_for()
    assert fits(page)
    run_axe(page)
    card(page, "a.png").get_by_label("Alternative text").fill("A red field.")
    card(page, "a.png").get_by_role("button", name="Store").click()
    page.get_by_text("A is stored.").wait_for()
    run_axe(page)
    for address in ("add/", f"{figure.pk}/change/", f"{figure.pk}/delete/", "?q=elephant"):
        page.goto(LIST + address)
        assert fits(page), address
        run_axe(page)
    # In the form of an article the pictures are chosen by their looks.
    article.topics.add(factories.make_topic("walking"))
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    page.locator(".field-hero .select2-selection").click()
    page.locator(".picture-choice img").first.wait_for()
    assert fits(page)
    run_axe(page)


def test_a_reader_sees_a_picture_from_publication_to_withdrawal(page, complaints):
    staff = factories.Staff()
    article = factories.make_article(hero=drawn_picture())
    staff.published(article)

    page.goto("/articles/sore-joints/")
    hero = page.locator('[data-part="hero"] img')
    hero.evaluate("image => image.decode()")
    assert hero.evaluate("image => image.currentSrc").endswith(".avif")
    assert page.request.get(hero.evaluate("image => image.currentSrc")).status == 200
    address = hero.evaluate("image => image.currentSrc")
    workflow.withdraw(article, reason="It was wrong.", by=staff.editor)

    assert page.request.get(address).status == 404
