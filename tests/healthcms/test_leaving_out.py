"""A cache that says some headers by itself is not told them; everybody else is."""

import pytest

from healthcms.leaving_out import leaving_out

HEADERS = [("Content-Type", "text/html"), ("Content-Security-Policy", "default-src 'none'"), ("Surrogate-Key", "home")]


def page(environ, start_response):
    start_response("200 OK", HEADERS)
    return [b"Knees"]


def asked(**environ):
    told = []
    body = b"".join(leaving_out(page)(environ, lambda *answer: told.append(answer)))
    return told, body


@pytest.mark.parametrize("environ", [{}, {"HTTP_X_LEAVE_OUT": ""}, {"HTTP_X_LEAVE_OUT": "X-Other"}])
def test_who_names_no_header_of_the_page_is_told_all(environ):
    assert asked(**environ) == ([("200 OK", HEADERS)], b"Knees")


def test_what_is_named_is_left_out_however_it_is_spelled():
    told, body = asked(HTTP_X_LEAVE_OUT="surrogate-key, CONTENT-SECURITY-POLICY")

    assert (told, body) == ([("200 OK", [("Content-Type", "text/html")])], b"Knees")


def test_what_the_page_keeps_for_the_next_one_loses_nothing():
    asked(HTTP_X_LEAVE_OUT="surrogate-key")

    assert len(HEADERS) == 3
