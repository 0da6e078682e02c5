"""The fixtures notice what they promise to notice."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from healthcms import urls

PAGE = '<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>{}</main></body></html>'


def answer(body: str):
    return lambda request: HttpResponse(PAGE.format(body))


urlpatterns = [
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("plain", answer("<p>Nothing to see.</p>")),
    path("inline-script", answer("<script>alert(1)</script>")),
    path("inline-style", answer('<p style="color: red">Red</p>')),
    path("another-host", answer('<img src="http://other.invalid/a.png" alt="">')),
    path("missing-file", answer('<img src="/missing.png" alt="">')),
    path("no-alt", answer('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">')),
    # The frame of an error page links to the site.
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def these_addresses():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_clean_page_is_not_complained_about(page, complaints, run_axe):
    page.goto("/plain")

    run_axe(page)
    assert complaints == []


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("/inline-script", "Content Security Policy"),
        ("/inline-style", "Content Security Policy"),
        ("/another-host", "request to another host: http://other.invalid/a.png"),
        ("/missing-file", "404"),
    ],
)
def test_a_faulty_page_is_complained_about(page, complaints, address, complaint):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # A window that is shut complains no more.
    page.close()

    assert any(complaint in heard for heard in complaints), complaints
    complaints.clear()


def test_an_error_page_that_was_asked_for_is_no_complaint(page, complaints):
    response = page.goto("/nowhere")

    assert response.status == 404
    assert complaints == []


def test_axe_names_a_picture_without_alternative_text(page, run_axe):
    page.goto("/no-alt")

    with pytest.raises(AssertionError, match="image-alt"):
        run_axe(page)


def test_a_phone_is_narrow(phone_page):
    phone_page.goto("/plain")

    assert phone_page.evaluate("window.innerWidth") <= 980
    assert phone_page.viewport_size == {"width": 390, "height": 844}
