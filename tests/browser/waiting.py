"""Wait for what a page does by itself, asked from outside: the policy lets nothing be evaluated inside.

So never `page.wait_for_function`: it is answered where it need not wait, and blocked by the policy where it must.
"""

from collections.abc import Callable

from playwright.sync_api import Page

# What is near the window has its editor, and is shown still until then.
EDITORS_ARE_READY = """!window.CKEDITOR || (
    Object.values(CKEDITOR.instances).every((it) => it.status === 'ready')
    && ![...document.querySelectorAll('.still')].some((it) => {
        const box = it.getBoundingClientRect();
        return it.checkVisibility() && box.bottom > -300 && box.top < innerHeight + 300;
    })
)"""
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
TRIES = 600


def wait_until(page: Page, condition: str) -> None:
    wait_for_answer(page, lambda: bool(page.evaluate(condition)), True, to=condition)


def wait_for_answer(page: Page, question: Callable[[], object], answer: object, *, to: str = "a question") -> None:
    """Ask the page, the server or the database until it answers so."""
    for _ in range(TRIES):
        said = question()
        if said == answer:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"On {page.url} the answer to {to} never became {answer!r}, and was {said!r} at last.")


def wait_until_drawn(page: Page) -> None:
    """Until then Chromium drops every key, and scripts that follow the size of the window were not told of it."""
    page.wait_for_load_state()
    page.evaluate(DRAWN)


def wait_until_quiet(page: Page) -> None:
    """The editors take a moment: they write their frames when everything else is there."""
    page.wait_for_load_state("networkidle")
    wait_until(page, EDITORS_ARE_READY)
    wait_until_drawn(page)
