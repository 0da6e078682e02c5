"""nginx is told for how long it may keep an answer, and spared what it says by itself; everybody else is told all."""

import pytest

from healthcms.for_nginx import for_nginx

FRESH = ("Cache-Control", "public, max-age=60, s-maxage=3600, stale-while-revalidate=30")
HEADERS = [("Content-Type", "text/html"), FRESH, ("Content-Security-Policy", "default-src 'none'")]


def asked(headers=HEADERS, *, is_alone=True, **environ):
    def page(environ, start_response):
        start_response("200 OK", headers)
        return [b"Knees"]

    told = []
    body = b"".join(for_nginx(page, is_alone=is_alone)(environ, lambda *answer: told.append(answer)))
    return told, body


@pytest.mark.parametrize("environ", [{}, {"HTTP_X_LEAVE_OUT": ""}, {"HTTP_X_LEAVE_OUT": "X-Other"}])
def test_who_asks_for_nothing_is_told_what_the_page_says(environ):
    assert asked(**environ) == ([("200 OK", HEADERS)], b"Knees")


def test_what_is_named_is_left_out_however_it_is_spelled():
    told, body = asked(HTTP_X_LEAVE_OUT="cache-control, CONTENT-SECURITY-POLICY")

    assert (told, body) == ([("200 OK", [("Content-Type", "text/html")])], b"Knees")


def test_nothing_is_left_out_where_another_cache_is_told_too_but_nginx_may_keep_it():
    told, _ = asked(is_alone=False, HTTP_X_LEAVE_OUT="content-security-policy", HTTP_X_ACCEL_EXPIRES="asked")

    assert told == [("200 OK", [*HEADERS, ("X-Accel-Expires", "3599")])]


def test_what_the_page_keeps_for_the_next_one_stays_as_it_is():
    asked(HTTP_X_LEAVE_OUT="content-security-policy", HTTP_X_ACCEL_EXPIRES="asked")

    assert len(HEADERS) == 3


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("public, max-age=60, s-maxage=3600, stale-while-revalidate=30", 3599),
        ("public, max-age=60, s-maxage=61, stale-while-revalidate=0", 60),
        ("public, max-age=60", 59),
        ("max-age=315360000, public, immutable", 315359999),
        ("public, max-age=1, stale-while-revalidate=0", 0),
        ("public, max-age=0, stale-while-revalidate=0", 0),
        ("public, max-age=60, s-maxage=0", 0),
        ("no-store", 0),
        ("private, max-age=3600", 0),
        ("max-age=60, no-cache", 0),
        ("public", 0),
    ],
)
def test_nginx_keeps_what_shared_caches_may_and_a_second_less_as_it_counts_whole_ones(said, seconds):
    ((_, headers),), _ = asked([("Cache-Control", said)], HTTP_X_ACCEL_EXPIRES="asked")

    assert headers == [("Cache-Control", said), ("X-Accel-Expires", str(seconds))]


def test_nginx_keeps_nothing_that_does_not_say_for_how_long():
    assert asked([], HTTP_X_ACCEL_EXPIRES="asked") == ([("200 OK", [("X-Accel-Expires", "0")])], b"Knees")
