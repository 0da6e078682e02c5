"""A reader meets everything that a good page of this kind shows, S1 to S35: on desk and phone, in both themes."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tools import verify_receipt

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/articles/ms-can-make-joints-sore/"
WINDOWS = {
    "desk, light": {"color_scheme": "light"},
    "desk, dark": {"color_scheme": "dark"},
    "phone, light": {**PHONE, "color_scheme": "light"},
    "phone, dark": {**PHONE, "color_scheme": "dark"},
    "without JavaScript": {"java_script_enabled": False},
}


def part(page: Page, name: str) -> Locator:
    return page.locator(f'[data-part="{name}"]')


def shown(page: Page) -> dict[str, bool]:
    """Each S-number, and whether the page shows it."""

    def seen(*names: str) -> bool:
        return all(part(page, name).first.is_visible() for name in names)

    def says(place: str | Locator, *words: str) -> bool:
        text = (part(page, place) if isinstance(place, str) else place).first.inner_text()
        return all(re.search(word, text) for word in words)

    # On a phone the contents are folded.
    if not part(page, "jump-nav").locator("a").first.is_visible():
        part(page, "jump-nav").locator("summary").click()
    body = page.locator("main")
    text = part(page, "body")
    sections = part(page, "section")
    quotes = page.locator('[data-part="lede"] .quote, [data-part="body"] .quote')
    in_words = r"[A-Z][a-z]+ \d{1,2}, \d{4}"
    cards = part(page, "related-card")
    return {
        "S1 title and a slug that asserts something": seen("title") and "can-make-joints-sore" in page.url,
        "S2 lede before the first heading": part(page, "lede").locator("p").count() == 5,
        "S3 short labels and full headings": [
            link.inner_text() for link in part(page, "jump-nav").locator("a").all()[:4]
        ]
        == ["Overview", "Diagnosis", "Treatment options", "Bottom line"]
        and sections.first.locator("h2").inner_text() == "How sore joints and MS are linked",
        "S4 sub-sections with a heading only": sections.locator("h3").count() == 4,
        "S5 rich paragraphs": text.locator("p a").count() >= 3,
        "S6 bullets with run-in labels": text.locator("li strong").count() == 2,
        "S7 direct quotes": quotes.count() == 7,
        "S8 paraphrases attributed": text.locator("span.paraphrase").count()
        + part(page, "lede").locator("span.paraphrase").count()
        == 9,
        "S9 first mention of an expert": says("lede", "Ruth Calloway, MD, a rheumatologist", "Wendover, Oregon"),
        "S10 institutional attributions": says(text, "National Institutes of Health", "CDC"),
        "S11 numeric advice": says(text, "150 minutes", "seven hours"),
        "S12 drug names": says(text, "gabapentin", "pregabalin", "duloxetine", "Baclofen"),
        "S13 other conditions": says(text, "Osteoarthritis", "rheumatoid arthritis", "gout"),
        "S14 closing summary": says(sections.last, "Ask your doctor"),
        "S15 dates in words": says("dates", f"First published {in_words}", f"last updated on {in_words}"),
        "S16 copyright line with the year": says("copyright", r"© 20\d\d"),
        "S17 writer's byline with title and bio": says("byline-author", "Lena Marsh", "Health writer")
        and says("people", "Lena Marsh writes about"),
        "S18 reviewer's byline with degrees, rank, division, department, bio": says("byline-reviewer", "Osei, MD, MSc")
        and says("people", "associate professor", "Division of Neuroimmunology, Department of Neurology"),
        "S19 each role labelled": says("byline-author", "Written by")
        and says("byline-reviewer", "Medically reviewed by"),
        "S20 more like this": cards.count() == 4,
        "S21 topic, title, picture and alt text on a card": all(
            card.locator('[data-part="card-topic"]').is_visible()
            and card.locator("h3").is_visible()
            and card.locator("img").get_attribute("alt")
            for card in cards.all()
        ),
        "S22 the badge on cards that earned it, and only those": [
            card.locator('[data-part="card-badge"]').count() for card in cards.all()
        ]
        == [1, 1, 1, 0],
        "S23 alt text on every picture": body.locator("img:not([alt])").count() == 0,
        "S24 the topic label leads to the hub": cards.first.locator('[data-part="card-topic"]')
        .get_attribute("href")
        .startswith("/topics/"),
        "S25 numbered sources with inline markers": part(page, "reference").count() >= 8
        and text.locator("sup.cite button").first.is_visible(),
        "S26 reviewed date and reviewer at the top": says("mark", in_words) and seen("seal"),
        "S27 next review due": says("next-review", in_words),
        "S28 hero with caption and credit": says("hero", "The knee", "Illustration"),
        "S29 breadcrumb": says("breadcrumb", "Home", "Brain and nerves", "Multiple sclerosis"),
        "S30 disclaimer and emergency notice": seen("disclaimer", "emergency"),
        "S31 corrections and change history": says("corrections", "tizanidine") and seen("history-link"),
        "S32 disclosures": says("disclosures", "lecture fee", "Nobody paid", "AI"),
        "S33 report a problem": seen("report-link"),
        "S34 profile pages": part(page, "byline-reviewer").locator("a").first.get_attribute("href")
        == "/experts/amara-osei/",
        "S35 a print view": seen("print-link"),
    }


def test_everything_is_there_in_every_window_leads_somewhere_and_can_be_checked_and_printed(new_page, tmp_path, capsys):
    """One test, because loading the sample is most of its time and every test with a browser ends with empty tables."""
    call_command("load_sample")

    everything_is_there_in_every_window(new_page)
    page = new_page()
    page.goto(ADDRESS)
    the_ways_that_lead_on_from_the_page_lead_somewhere(page)
    saved_by_the_browser_it_fits_its_receipt(page, tmp_path, capsys)
    printed_it_keeps_the_seal_the_record_and_the_sources(page)


def everything_is_there_in_every_window(new_page):
    for name, options in WINDOWS.items():
        page = new_page(**options)
        assert page.goto(ADDRESS).status == 200

        assert [number for number, is_there in shown(page).items() if not is_there] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.context.cookies() == []


def the_ways_that_lead_on_from_the_page_lead_somewhere(page):
    links = {link.get_attribute("href") for link in page.locator("main a[href]").all()}
    inner = {link for link in links if link.startswith("/")}
    anchors = {link for link in links if link.startswith("#")}

    assert all(page.locator(f'[id="{anchor[1:]}"]').count() == 1 for anchor in anchors)
    assert {link: page.request.get(link).status for link in inner} == dict.fromkeys(inner, 200)


def saved_by_the_browser_it_fits_its_receipt(page, folder, capsys):
    part(page, "review-record-link").click()
    receipt, saved, raw, edited = (folder / name for name in ("receipt.json", "saved.html", "raw.html", "edited.html"))
    receipt.write_bytes(page.request.get(part(page, "receipt-link").get_attribute("href")).body())
    page.goto(ADDRESS)
    page.locator("sup.cite button").first.click()
    # What the browser made of the page: other quotes, entities and white space than those that were sent.
    saved.write_text(page.content())
    raw.write_bytes(page.request.get(ADDRESS).body())
    edited.write_text(page.content().replace("150 minutes", "15 minutes"))
    capsys.readouterr()

    answers = [verify_receipt.main([str(name), str(receipt)]) for name in (saved, raw, edited)]

    told = capsys.readouterr().out
    assert answers == [0, 0, 1], told
    assert told.count("The page shows exactly what Amara Osei, MD, MSc approved on September 14, 2026.") == 2
    assert "“15”" in told and "“150”" in told


def printed_it_keeps_the_seal_the_record_and_the_sources(page):
    page.emulate_media(media="print")

    for name in ("title", "seal", "review-record", "references", "dates", "copyright"):
        expect(part(page, name).first).to_be_visible()
    for name in ("jump-nav", "related", "hero"):
        expect(part(page, name).first).to_be_hidden()
