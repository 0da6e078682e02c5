"""A real browser against a real server: `page`, `phone_page`, `new_page`, `log_in` and `run_axe`."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium
from tests.browser.public_site import build_site
from tests.factories import Staff
from tests.scenes import scene

# Playwright keeps an event loop in this thread, and Django takes that for a view that blocks one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# In milliseconds: only a failure waits for so long, and a busy machine is no failure.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        program = chromium.find()
    except chromium.NoChromium as sentence:
        pytest.fail(str(sentence))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class Site(StaticFilesHandler):
    """The site as it is: static files by Django's finders, media by our own view; and what it is answering now."""

    def __init__(self) -> None:
        super().__init__(WSGIHandler())
        self.answering: set[object] = set()

    def __call__(self, environ, start_response):
        asked = object()
        self.answering.add(asked)
        try:
            return super().__call__(environ, start_response)
        finally:
            self.answering.remove(asked)


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    server = LiveServer("localhost", start=False)
    server.site = Site()
    # pytest-django looks for the staticfiles app by name and would miss ours; its media handler would hide our view.
    server.thread.static_handler = lambda _media_handler: server.site
    server.start()
    yield server
    server.stop()


@scene
def site() -> Staff:
    """A small public site with a page in every state."""
    return build_site()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained about. A test that expects a complaint takes it out of this list."""
    heard: list[str] = []
    yield heard
    assert not heard, "The browser complained:\n" + "\n".join(heard)


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a window of its own, with its own cookies: new_page(), new_page(color_scheme="dark"), new_page(**PHONE)."""
    contexts = []

    def open_window(**options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **(DESKTOP | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        listen(page, live_server.url, complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()
    # What a page said at its end is heard in this test, and not in the next one.
    while live_server.site.answering:
        time.sleep(0.01)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    return new_page(**PHONE)


@pytest.fixture
def log_in(live_server: LiveServer) -> Callable[..., None]:
    """Give a window the session of a user, without the form: log_in(page, user)."""

    def with_a_session(page: Page, user: object) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return with_a_session


@pytest.fixture
def run_axe() -> Callable[..., None]:
    """Fail with every accessibility problem that axe finds on the page: run_axe(page)."""

    def nothing_found(page: Page, context: str | None = None) -> None:
        # What is still arriving lacks parts.
        page.wait_for_load_state()
        # A color on its way to another is no color that anybody reads.
        page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
        # Without preloading: axe would fetch the @import of a stylesheet from the wrong folder. Without frames:
        # it is not in them to answer, and would wait.
        options: dict[str, object] = {"runOnly": AXE_RULES, "reporter": "no-passes", "preload": False, "iframes": False}
        if page.evaluate("matchMedia('(forced-colors: active)').matches"):
            # It would judge the page's own colors, which nobody sees then.
            options["rules"] = {"color-contrast": {"enabled": False}}
        results = Axe().run(page, context=context, options=options)
        assert not results.violations_count, f"axe on {page.url}: {results.generate_report()}"

    return nothing_found


def listen(page: Page, home: str, complaints: list[str]) -> None:
    """Note every console error (blocked content included), script error, failed file and request to another host."""
    documents = set()

    def request_started(request) -> None:
        if request.is_navigation_request():
            documents.add(request.url)
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(home).netloc:
            complaints.append(f"request to another host: {request.url}")

    def console_spoke(message) -> None:
        # Error pages are looked at on purpose; only a missing part of a page is a fault.
        about_a_document = message.text.startswith("Failed to load resource") and message.location["url"] in documents
        if message.type == "error" and not about_a_document:
            complaints.append(f"console on {page.url}: {message.text} ({message.location['url']})")

    page.on("request", request_started)
    page.on("console", console_spoke)
    page.on("pageerror", lambda error: complaints.append(f"script error on {page.url}: {error}"))
