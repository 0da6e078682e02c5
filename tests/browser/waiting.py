"""Wait for what a page does by itself, asked from outside: the policy lets nothing be evaluated inside."""

from playwright.sync_api import Page

EDITORS_ARE_READY = "!window.CKEDITOR || Object.values(CKEDITOR.instances).every((it) => it.status === 'ready')"
TRIES = 600


def wait_until(page: Page, condition: str) -> None:
    for _ in range(TRIES):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"On {page.url} this never became true: {condition}")


def wait_until_quiet(page: Page) -> None:
    """The editors take a moment: they write their frames when everything else is there."""
    page.wait_for_load_state("networkidle")
    wait_until(page, EDITORS_ARE_READY)
