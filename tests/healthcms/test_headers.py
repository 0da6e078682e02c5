"""Every answer carries the security headers, and no anonymous reader is given a cookie."""

import re

import pytest
from csp.constants import NONCE
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

STRICT_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def page(request):
    return HttpResponse("<h1>Page</h1>")


def missing(request):
    raise Http404


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [
    path("page", page),
    path("missing", missing),
    path("broken", broken),
    # Error pages lead to the others.
    path("site/", include("articles.public.urls")),
    path("site/", include("articles.public.reading_urls")),
]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"), [("/page", 200), ("/missing", 404), ("/nowhere", 404), ("/broken", 500)]
)
def test_every_answer_carries_the_security_headers(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    # The page for our own faults brings its style along, and the policy names its digest.
    policy = re.sub(r" 'sha256-[^']+'", "", response["Content-Security-Policy"])
    assert set(policy.split("; ")) == STRICT_POLICY
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/page", "/missing", "/broken"])
def test_an_anonymous_reader_gets_no_cookie_and_a_page_that_caches_may_share(client, address):
    response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_view_may_relax_the_policy_for_its_own_page():
    relaxed = csp_update({"style-src": ["'unsafe-inline'"]})(page)

    with override_settings(ROOT_URLCONF=(path("page", relaxed),)):
        policy = Client().get("/page")["Content-Security-Policy"].split("; ")

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy


def test_a_view_may_ask_for_a_nonce():
    def scripted(request):
        return HttpResponse(f"<script nonce={request.csp_nonce}></script>")

    directives = {"DIRECTIVES": {"script-src": ["'self'", NONCE]}}
    with override_settings(ROOT_URLCONF=(path("page", scripted),), CONTENT_SECURITY_POLICY=directives):
        response = Client().get("/page")

    nonce = response.content.decode().partition("nonce=")[2].partition(">")[0]
    assert f"script-src 'self' 'nonce-{nonce}'" in response["Content-Security-Policy"].split("; ")


def test_a_policy_that_an_answer_brings_along_stays():
    def guarded(request):
        return HttpResponse("", headers={"Content-Security-Policy": "sandbox"})

    with override_settings(ROOT_URLCONF=(path("page", guarded),)):
        assert Client().get("/page")["Content-Security-Policy"] == "sandbox"
