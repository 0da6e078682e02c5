"""One reader comes with Firefox, the system's own: another engine, another idea of popovers, print and forms."""

import pytest

from articles.models import ReaderReport
from tests.browser import firefox

pytestmark = pytest.mark.firefox


@pytest.fixture
def reader(live_server, tmp_path):
    program = firefox.find()
    if not program:
        pytest.fail(firefox.MISSING)
    with firefox.started(program, tmp_path) as window:
        yield window
        assert window.complaints(live_server.url) == []


def test_a_reader_with_firefox_finds_reads_checks_prints_and_reports(site, live_server, reader):
    title = "Sore joints and multiple sclerosis: what is the link?"
    reader.open(f"{live_server.url}/")
    reader.click("main a", title)
    reader.wait_until("location.pathname === '/articles/sore-joints/'")
    assert reader.text("h1") == title
    # A script unfolds the contents on a desk.
    reader.wait_until("document.querySelector('.jump details').open")

    reader.click("sup.cite button")
    reader.find("#source-1", "Pain in multiple sclerosis")
    reader.press(firefox.ESCAPE)
    reader.wait_until("!document.querySelector('#source-1').matches(':popover-open')")
    reader.wait_until("document.activeElement === document.querySelector('sup.cite button')")

    reader.click('[data-part="jump-nav"] a', "Bottom line")
    reader.wait_until("location.hash === '#bottom-line' && scrollY > 0")
    reader.wait_until("document.querySelector('.jump [aria-current]')?.textContent === 'Bottom line'")

    reader.type("#site-q", "jionts")
    reader.wait_until("document.querySelector('#site-q').getAttribute('list') === 'suggestions'")
    reader.press(firefox.ENTER)
    reader.click('[data-part="did-you-mean"] a', "joints")
    reader.click('[data-part="entry"] h3 a', title)

    reader.click('[data-part="history-link"]')
    reader.find('[data-part="version"]')
    reader.click('[data-part="breadcrumb"] a', title)
    reader.click('[data-part="print-link"]')
    reader.find('[data-part="print-hint"]')
    reader.wait_until("!document.querySelector('[data-part=site-header] nav').checkVisibility()")
    assert len(reader.ask("WebDriver:Print")) > 10_000, "the paper is empty"

    reader.open(f"{live_server.url}/articles/sore-joints/")
    reader.click('[data-part="report-link"]')
    reader.type('textarea[name="message"]', "The dose in the second paragraph.")
    reader.click("main form .button", "Send to the editors")
    reader.find('[data-part="thanks"]')
    assert ReaderReport.objects.get().message == "The dose in the second paragraph."
    assert reader.ask("WebDriver:GetCookies") == []
