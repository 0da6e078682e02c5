"""Error pages keep their status and stand on their own legs, whatever is wrong with the templates."""

import hashlib
import re
from base64 import b64encode

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from healthcms import errors


def bad(request):
    raise BadRequest


def forbidden(request):
    raise PermissionDenied


def missing(request):
    raise Http404


def broken(request):
    raise RuntimeError("on purpose")


def away(request):
    raise OperationalError("the database is away")


def hung_up(request):
    raise InterfaceError("connection already closed")


def form(request):
    return HttpResponse(f"read: {request.POST.get('name', '')}{request.GET.get('name', '')}")


urlpatterns = [
    path("400", bad),
    path("403", forbidden),
    path("404", missing),
    path("500", broken),
    path("503", away),
    path("hung-up", hung_up),
    path("form", form),
    path("open-form", csrf_exempt(form)),
    # Error pages lead to the others.
    path("site/", include("articles.public.urls")),
    path("site/", include("articles.public.reading_urls")),
]
handler400 = "healthcms.errors.bad_request"
handler403 = "healthcms.errors.permission_denied"
handler404 = "healthcms.errors.page_not_found"
handler500 = "healthcms.errors.server_error"

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PARTS = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nvalue\r\n--b--\r\n'
# Unknown to Python, known but no text encoding, known but refusing to decode, and simply not ours.
FOREIGN_CHARSETS = ["utf-7", "bogus", "hex", "zlib", "rot13", "idna", "punycode", "undefined", "utf-16", "latin-1"]


def templates_from(directory):
    return override_settings(
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [directory]}]
    )


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
class TestErrorPages:
    def test_a_template_is_rendered_with_its_status_kept(self, client, tmp_path, status):
        (tmp_path / f"{status}.html").write_text("{{ title }} from the template")

        with templates_from(tmp_path):
            response = client.get(f"/{status}")

        assert response.status_code == status
        assert response.content.decode() == f"{errors.SENTENCES[status][0]} from the template"
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "template", [None, "{% nonsense %}", "{% extends 'nowhere.html' %}", "{% url 'nowhere' %}"]
    )
    def test_a_missing_or_broken_template_ends_in_the_plain_page(self, client, tmp_path, status, template):
        if template is not None:
            (tmp_path / f"{status}.html").write_text(template)

        with templates_from(tmp_path):
            response = client.get(f"/{status}")

        assert response.status_code == status
        assert errors.SENTENCES[status][1] in response.content.decode()

    def test_no_template_engine_at_all_still_ends_in_the_plain_page(self, client, status):
        with override_settings(TEMPLATES=[]):
            response = client.get(f"/{status}")

        assert response.status_code == status
        assert errors.SENTENCES[status][1] in response.content.decode()

    def test_our_own_template_renders_without_the_database(self, client, status, caplog):
        response = client.get(f"/{status}")

        assert response.status_code == status
        assert not [record for record in caplog.records if record.name == "healthcms.errors"]


@pytest.mark.parametrize("status", [500, 503])
def test_the_page_for_our_own_fault_wears_the_style_it_brings_along_and_no_other(client, status):
    response = client.get(f"/{status}")

    style = re.search(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)[1]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in response["Content-Security-Policy"] + ";"


@pytest.mark.parametrize("address", ["/503", "/hung-up"])
def test_a_database_that_is_away_is_a_pause_and_says_when_to_ask_again(client, address):
    response = client.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert b"call your doctor" in response.content
    assert "Retry-After" not in client.get("/500").headers


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("charset", FOREIGN_CHARSETS)
class TestForeignCharsets:
    @pytest.mark.parametrize("address", ["/form", "/open-form"])
    @pytest.mark.parametrize(("content_type", "body"), [(URLENCODED, b"name=value"), (MULTIPART, PARTS)])
    def test_a_form_in_another_charset_is_refused(self, charset, debug, address, content_type, body):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        with override_settings(ROOT_URLCONF=__name__, DEBUG=debug):
            response = client.generic("POST", address, body, content_type=f"{content_type}; charset={charset}")

        assert response.status_code == 400
        assert errors.SENTENCES[400][0].encode() in response.content

    def test_a_query_in_another_charset_is_refused(self, charset, debug):
        with override_settings(ROOT_URLCONF=__name__, DEBUG=debug):
            response = Client(raise_request_exception=False).generic(
                "GET", "/form?name=value", content_type=f"{URLENCODED}; charset={charset}"
            )

        assert response.status_code in (200, 400)


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "utf_8", "us-ascii"])
@pytest.mark.parametrize(("content_type", "body"), [(URLENCODED, b"name=value"), (MULTIPART, PARTS)])
def test_a_form_in_utf_8_is_read(client, charset, content_type, body):
    response = client.generic("POST", "/open-form", body, content_type=f"{content_type}; charset={charset}")

    assert response.content == b"read: value"


@pytest.mark.parametrize("address", ["/form?name=a%00b", "/%00", "/form%00"])
def test_a_nul_byte_is_refused_before_a_database_sees_it(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a b", "localhost:99999x"])
def test_a_foreign_host_name_is_refused(client, host):
    response = client.get("/form", headers={"host": host})

    assert response.status_code == 400
    assert errors.SENTENCES[400][0].encode() in response.content


def test_a_form_without_its_token_is_refused_with_our_page():
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(enforce_csrf_checks=True).post("/form", {"name": "value"})

    assert response.status_code == 403
    assert b"csrf" not in response.content.lower()
