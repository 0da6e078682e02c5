"""Every line of a request has its id, as words or as JSON, and none has a secret."""

import io
import json
import logging

import pytest
from django.urls import reverse

from healthcms import logs
from healthcms.logs import HideSecrets, JsonLine, Line, NameRequest

PROXY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def written():
    """A logger and what it has written, by each of the two formats."""
    out = io.StringIO()
    logger = logging.getLogger("tests.logs")
    logger.propagate = False

    def by(formatter):
        handler = logging.StreamHandler(out)
        handler.setFormatter(formatter)
        handler.addFilter(HideSecrets())
        handler.addFilter(NameRequest())
        logger.handlers = [handler]
        return logger, lambda: out.getvalue()

    yield by
    logger.handlers = []


@pytest.fixture
def as_json(written):
    return written(JsonLine())


def test_a_line_is_one_json_object_with_the_id_of_the_request(as_json):
    logger, said = as_json
    token = logs.request_id.set("abcdefgh")

    logger.warning("Line one\nand two: %s", "“é”")

    logs.request_id.reset(token)
    told = json.loads(said())
    assert said().count("\n") == 1
    assert (told["level"], told["logger"], told["request_id"]) == ("WARNING", "tests.logs", "abcdefgh")
    assert told["message"] == "Line one\nand two: “é”"
    assert told["at"].endswith("+00:00")


@pytest.mark.parametrize("formatter", [JsonLine(), Line("{message} {request_id}", style="{")])
def test_no_secret_stands_in_a_line_or_in_its_traceback(written, formatter):
    logger, said = written(formatter)
    try:
        raise ValueError("cannot read /preview/hush-hush/")
    except ValueError:
        logger.exception("Failed at %s", "/desk/link/hush-hush/")

    assert "hush-hush" not in said()
    assert said().count("[secret]") == 3 and "ValueError" in said()


def test_outside_of_any_request_there_is_no_id(as_json):
    logger, said = as_json
    token = logs.request_id.set("-")

    logger.warning("Hello")

    logs.request_id.reset(token)
    assert json.loads(said())["request_id"] == "-"


@pytest.mark.django_db
class TestRequestId:
    def test_is_that_of_the_proxy_in_answer_and_log(self, client, caplog):
        answer = client.get("/nothing-here/", headers={"X-Request-ID": PROXY})

        assert answer["X-Request-ID"] == PROXY
        assert logs.request_id.get() == PROXY  # Django's own line about the 404 is written after all middleware.

    @pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with spaces in", "a-line\nand-another", "{json: yes}"])
    def test_is_a_new_one_where_none_or_an_odd_one_was_sent(self, client, sent):
        first = client.get(reverse("healthz"), headers={"X-Request-ID": sent})["X-Request-ID"]
        second = client.get(reverse("healthz"), headers={"X-Request-ID": sent})["X-Request-ID"]

        assert len(first) == 32 and first not in (second, sent)

    def test_is_not_stored_with_a_page(self, client, settings, tmp_path):
        from articles.models import StoredPage

        settings.PAGES_STORED = True
        settings.PAGES_GENERATION_FILE = tmp_path / "generation"

        assert client.get("/topics/")["X-Request-ID"]
        assert "X-Request-ID" not in StoredPage.objects.get(path="/topics/").headers
