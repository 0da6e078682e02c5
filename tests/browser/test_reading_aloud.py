"""Every type of public page as somebody hears it: landmarks, headings and names, in order."""

from tests.browser.public_site import PAGES
from tests.browser.reading_aloud import CONTROLS, faults, spoken

PAST_THE_HEADER = ("Skip to the text", "Ir al texto")
AS_IT_IS_READ = (
    "breadcrumb title summary bylines hero key-points jump-nav lede body emergency review-record references "
    "disclosures links people dates disclaimer-and-copyright related"
).split()


def test_every_page_can_be_followed_by_ear(site, page):
    """One test for three things, as they are heard on the same pages."""
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        heard = spoken(page)
        found[name] = faults(heard)
        controls = [it for it in heard if it.role in CONTROLS]
        # The print view has nothing but its own name before the text.
        if path != PAGES["print view"] and controls[0].name not in PAST_THE_HEADER:
            found[name].append(f"{controls[0]} comes before the way past the header.")
        if path == PAGES["article"]:
            parts = page.locator("main [data-part]").evaluate_all("all => all.map(it => it.dataset.part)")
            assert [part for part in dict.fromkeys(parts) if part in AS_IT_IS_READ] == AS_IT_IS_READ

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
