"""Historical dates: lines that say when the page was published, updated, reviewed."""

from datetime import date

import pytest

from articles.importing.dates import dates_in
from articles.importing.page import Dates

PUBLISHED, UPDATED = date(2016, 4, 11), date(2024, 5, 7)


@pytest.mark.parametrize(
    "text",
    [
        "This article was originally published April 11, 2016 and most recently updated May 7, 2024.",
        "Originally published: April 11, 2016 | Last updated: May 7, 2024",
        "Published on 11 April 2016 – Updated on 7 May 2024",
        "First published Apr. 11, 2016; updated May 7, 2024",
        "Published 2016-04-11, last modified 2024-05-07",
        "Date published: April 11th, 2016 · Last update: May 7th 2024",
        "PUBLISHED 4/11/2016 UPDATED 5/7/2024",
    ],
)
def test_both_dates_are_read_in_the_ways_pages_write_them(text):
    assert dates_in(text) == Dates(published=PUBLISHED, updated=UPDATED)


def test_a_review_date_is_read_as_a_claim_of_its_own():
    assert dates_in("Medically reviewed on May 7, 2024") == Dates(reviewed=UPDATED)


@pytest.mark.parametrize(
    "text",
    [
        "A study published April 11, 2016 found that yoga helps.",
        "Updated guidance came out in May 7 places.",
        "April 11, 2016",
        "Published in April 2016",
        "The page was reviewed.",
        "",
    ],
)
def test_a_sentence_about_something_else_is_no_line_of_dates(text):
    assert dates_in(text) is None


@pytest.mark.parametrize("day", ["February 30, 2024", "2024-13-01", "31/12/2024", "June 31, 2020"])
def test_a_day_that_does_not_exist_is_refused(day):
    with pytest.raises(ValueError, match="is not a day of the calendar"):
        dates_in(f"Updated {day}")
