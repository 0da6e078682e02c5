"""The edge answers readers of ready pages, exactly as Django would, and leaves everything else to Django."""

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from articles.editorial import workflow
from articles.models import StoredPage
from articles.pages import generation
from healthcms.edge import Edge, is_match
from tests.scenes import scene

ADDRESS = "/articles/sore-joints/"


@pytest.fixture
def stored(settings, tmp_path):
    """Pages are stored, and Django leaves the connection of the test alone."""
    settings.PAGES_STORED = True
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"
    settings.ALLOWED_HOSTS = ["testserver"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def make_edge(stored):
    """A worker: an edge before Django, and how often Django was asked."""

    def made():
        django = get_wsgi_application()
        asked = []

        def counted(environ, start_response):
            asked.append(environ["PATH_INFO"])
            return django(environ, start_response)

        edge = Edge(counted)
        edge.asked = asked
        return edge

    return made


def get(edge, path=ADDRESS, *, method="GET", query="", **environ):
    """Ask as a server would; return status, headers and body."""
    asked = RequestFactory().generic(method, path, **environ).environ
    asked["QUERY_STRING"] = query
    asked.setdefault("HTTP_HOST", "testserver")
    asked.pop("HTTP_COOKIE", None)
    asked |= {name: value for name, value in environ.items() if name == "HTTP_COOKIE"}
    told = {}

    def start_response(status, headers, exc_info=None):
        told.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})

    answer = edge(asked, start_response)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return told["status"], told["headers"], body


@scene
def article_out(staff, article):
    staff.published(article)
    return article


@pytest.fixture
def decided(django_capture_on_commit_callbacks):
    """What runs after the commit of a verb."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.django_db
def test_the_second_reader_of_a_page_gets_what_the_first_one_got_without_django(make_edge, article_out):
    edge = make_edge()

    first = get(edge, HTTP_ACCEPT_ENCODING="")
    second = get(edge, HTTP_ACCEPT_ENCODING="")

    assert first[0] == second[0] == 200 and first[2] == second[2]
    assert edge.asked == [ADDRESS]
    assert {name: value for name, value in first[1].items() if name != "x-request-id"} == second[1]


@pytest.mark.django_db
def test_another_worker_has_the_page_by_one_query(make_edge, article_out, django_assert_num_queries):
    get(make_edge())
    other = make_edge()
    get(other, "/nothing/")
    other.asked.clear()

    with django_assert_num_queries(1):
        assert get(other)[0] == 200
    with django_assert_num_queries(0):
        assert get(other)[0] == 200
    assert not other.asked


@pytest.mark.django_db
def test_who_has_the_page_is_told_so(make_edge, article_out, django_assert_num_queries):
    edge = make_edge()
    get(edge)
    etag = get(edge)[1]["etag"]

    with django_assert_num_queries(0):
        status, headers, body = get(edge, HTTP_IF_NONE_MATCH=f'"another", W/{etag}')

    assert (status, body) == (304, b"")
    assert set(headers) == {"etag", "cache-control", "vary"}
    assert headers == {name: value for name, value in get(edge)[1].items() if name in headers}


@pytest.mark.django_db
@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_the_first_reader_gets_the_bytes_and_the_validator_of_the_next_ones(make_edge, article_out, accepted):
    edge = make_edge()

    first, second = (get(edge, HTTP_ACCEPT_ENCODING=accepted) for _ in range(2))

    assert edge.asked == [ADDRESS]
    assert second[2] == first[2] and second[1]["etag"] == first[1]["etag"]


@pytest.mark.django_db
def test_who_has_the_page_of_another_release_is_not_told_that_its_headers_still_hold(
    make_edge, article_out, monkeypatch
):
    """A 304 leaves them out, so that the old ones would stay."""
    edge = make_edge()
    get(edge)
    etag = get(edge)[1]["etag"]
    for module in ("memory", "storing", "validators"):
        monkeypatch.setattr(f"articles.pages.{module}.layout", lambda: "another release")
    released = make_edge()
    get(released)

    status, headers, _ = get(released, HTTP_IF_NONE_MATCH=etag)

    assert status == 200 and headers["etag"] != etag
    assert get(released, HTTP_IF_NONE_MATCH=headers["etag"])[0] == 304


@pytest.mark.django_db
def test_over_tls_a_304_says_that_the_host_is_to_be_asked_so_only(make_edge, article_out, settings):
    settings.SECURE_HSTS_SECONDS = 3600
    edge = make_edge()
    get(edge, **{"wsgi.url_scheme": "https"})
    etag = get(edge)[1]["etag"]

    status, headers, _ = get(edge, HTTP_IF_NONE_MATCH=etag)

    assert status == 304 and "max-age=3600" in headers["strict-transport-security"]


@pytest.mark.django_db
def test_any_host_and_any_words_for_an_encoding_find_the_page_again(
    make_edge, article_out, settings, django_assert_num_queries
):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    edge = make_edge()
    get(edge)
    wishes = [
        {"HTTP_HOST": host, "HTTP_ACCEPT_ENCODING": accepted}
        for host in ("testserver", "www.example.org:8080")
        for accepted in ("br, gzip", "gzip, deflate, br;q=0.9", "identity")
    ]
    first = [get(edge, **wish) for wish in wishes]

    with django_assert_num_queries(0):
        again = [get(edge, **wish) for wish in wishes]

    assert [(status, body) for status, _, body in first] == [(status, body) for status, _, body in again]
    assert len({body for _, _, body in again}) == 3


@pytest.mark.django_db
def test_head_has_the_headers_and_no_body(make_edge, article_out):
    edge = make_edge()
    get(edge)
    status, headers, body = get(edge, method="HEAD")

    assert (status, body) == (200, b"")
    assert headers == get(edge)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [
        {"query": "page=2"},
        {"method": "POST"},
        {"method": "PUT"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_AUTHORIZATION": "Basic eA=="},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": ""},
    ],
    ids=lambda odd: next(iter(odd.items()))[0] + "=" + next(iter(odd.items()))[1],
)
def test_whatever_is_not_plainly_a_reader_goes_to_django(make_edge, article_out, odd):
    edge = make_edge()
    get(edge)
    edge.asked.clear()

    get(edge, **odd)

    assert edge.asked == [ADDRESS]


@pytest.mark.django_db
def test_without_tls_where_it_is_required_django_redirects(make_edge, article_out, settings):
    get(make_edge())
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    edge = make_edge()

    get(edge)
    get(edge, HTTP_X_FORWARDED_PROTO="http")
    assert len(edge.asked) == 2
    assert get(edge, HTTP_X_FORWARDED_PROTO="https")[0] == 200
    assert len(edge.asked) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("number_of_workers", [1, 3])
def test_a_withdrawn_article_is_gone_on_the_next_request_in_every_worker(
    make_edge, article_out, staff, decided, number_of_workers
):
    workers = [make_edge() for _ in range(number_of_workers)]
    for edge in workers:
        assert [get(edge)[0], get(edge, "/articles/")[0]] == [200, 200]

    with decided():
        workflow.withdraw(article_out, reason="It no longer holds.", by=staff.editor)

    for edge in workers:
        assert get(edge)[0] == 410
        assert b"ore joints" not in get(edge, "/articles/", HTTP_ACCEPT_ENCODING="")[2]


@pytest.mark.django_db
def test_what_is_decided_while_a_page_is_rendered_is_not_missing_in_what_is_stored(
    make_edge, article_out, staff, decided, monkeypatch
):
    from articles.public.views import article as view

    related = view.related_to

    def withdrawn_meanwhile(publication):
        with decided():
            workflow.withdraw(article_out, reason="It no longer holds.", by=staff.editor)
        monkeypatch.setattr(view, "related_to", related)
        return related(publication)

    monkeypatch.setattr(view, "related_to", withdrawn_meanwhile)
    edge = make_edge()

    assert get(edge)[0] == 200
    assert not StoredPage.objects.filter(path=ADDRESS).exists()
    assert get(edge)[0] == 410


@pytest.mark.django_db
def test_what_is_for_one_reader_alone_is_never_stored(make_edge, article_out):
    edge = make_edge()

    get(edge, ADDRESS + "report/", method="POST")
    get(edge, "/search/", query="q=joints")
    get(edge, "/nothing-here/")
    get(edge, "/desk/login/")

    assert not StoredPage.objects.exists()


@pytest.mark.django_db
def test_nothing_is_stored_where_it_is_switched_off(client, article_out):
    client.get(ADDRESS)

    assert not StoredPage.objects.exists()
    assert generation.current() > 0


def test_a_validator_is_compared_weakly_and_in_lists():
    assert (
        is_match('"a"', '"a"') and is_match('W/"a"', '"a"') and is_match('"b" , W/"a"', '"a"') and is_match("*", '"a"')
    )
    assert not is_match('"b"', '"a"') and not is_match("", '"a"')
