"""Until when a page stays as it is by the clock alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.models import Publication
from articles.models.standing import next_turn, state_on
from articles.public.until import end_of_news, next_change

DUE = date(2026, 6, 30)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_turn_is_exactly_a_day_on_which_the_state_is_another():
    on = DUE - timedelta(days=200)
    for _ in range(400):
        turn = next_turn(on, due_on=DUE)
        following = [on + timedelta(days=ahead) for ahead in range(1, 401)]
        changes = (day for day in following if state_on(day, due_on=DUE) != state_on(on, due_on=DUE))
        assert turn == next(changes, None)
        on += timedelta(days=1)


def test_the_first_of_all_that_changes_ends_the_page(settings):
    settings.REVIEW_DUE_SOON_DAYS = 60
    own, neighbor = Publication(review_due_on=date(2026, 8, 1)), Publication(review_due_on=date(2026, 7, 15))

    assert next_change([own], now=NOON) == datetime(2026, 6, 2, tzinfo=UTC)
    assert next_change([own, neighbor], now=NOON) == datetime(2026, 5, 16, tzinfo=UTC)
    assert next_change([own], now=NOON, news_until=date(2026, 5, 3)) == datetime(2026, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize("due_on", [None, date(2020, 1, 1)])
def test_a_page_that_no_review_will_change_lasts_until_the_year_in_its_footer_ends(due_on):
    assert next_change([Publication(review_due_on=due_on)], now=NOON) == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_correction_is_news_for_a_while():
    content = {"corrections": [{"on": "2026-04-01"}, {"on": "2026-04-20"}]}

    assert end_of_news(content, lasts=timedelta(days=30)) == date(2026, 5, 20)
    assert end_of_news({"corrections": []}, lasts=timedelta(days=30)) is None
