"""A process that edits while the site is measured. It obeys the words it is sent, and answers each with a line of JSON.

costs        what a writer's save and a publication cost: milliseconds before the answer, and queries
queries      what a reader's request asks the database: of a page in memory, in its row, and in neither
decide       the next decision about one article, and how readers see it
words        words of the texts that are rare, medium and common there
"""

import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.editorial import workflow  # noqa: E402
from articles.models import Article, Publication  # noqa: E402
from articles.public.subjects import subjects_at  # noqa: E402
from articles.search.finding import find  # noqa: E402
from articles.search.question import asked  # noqa: E402
from experts.models import User  # noqa: E402
from healthcms.edge import Edge  # noqa: E402
from tests.articles.admin.filled_form import filled_form  # noqa: E402
from tests.factories import Staff, make_article  # noqa: E402

TIMES, COUNTED = 10, 3
SAMPLE, WORDS = 600, 30
# Shares of the articles that hold a word. More than the most it must not find: a name finds what it names, too.
SHARES = {"rare": (0, 0.005), "medium": (0.05, 0.15), "common": (0.5, 1)}
# Of the one query a second with which a process learns of other hosts' decisions; no request waits for it twice.
POLL = "articles_pagegeneration"


class Bench:
    def __init__(self) -> None:
        # Nobody logs in here, and a real hash takes its time.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        self.staff = Staff()
        self.takes = 0
        topic = Publication.objects.live().newest_first()[0].topics.all()[0]
        self.articles = []
        for number in range(2):
            article = make_article(f"bench-{number}", author=self.staff.writer.expert, main_topic=topic)
            _lengthen(article)
            self.staff.published(article)
            self.articles.append(article)
        self._decisions = self._all_decisions()

    # --- What it is asked for

    def costs(self) -> dict[str, Any]:
        """Of the verbs alone, and of whole requests in this process, from the form that is sent to the answer."""
        article, by = self.articles[1], self.staff
        writer, editor = _browser(by.writer), _browser(by.editor)
        publish = reverse("admin:articles_article_publish", args=[article.pk])
        meter = _Meter()
        for number in range(TIMES + COUNTED):
            # To watch the queries takes time: so one or the other.
            meter.is_counting = number >= TIMES
            form = filled_form(writer.get(article.get_admin_url()), title=self._next_title(article))
            with meter.of("a writer's save, whole request"):
                _send(writer, article.get_admin_url(), form)
            article.refresh_from_db()
            by.approved(article)
            with meter.of("a publication, whole request"):
                _send(editor, publish, {"change_note": "Measured."})
            self._require_live(article)

            article.refresh_from_db()
            article.title = self._next_title(article)
            with meter.of("a writer's save, the verb"):
                article.save()
                workflow.save_draft(article, by=by.writer)
            by.approved(article)
            with meter.of("a publication, the verb"):
                workflow.publish(article, by=by.editor)
            self._require_live(article)
        return meter.told()

    def queries(self) -> dict[str, int]:
        """The most that any of several requests asked. A process that knows nothing yet stands for a small memory."""
        slugs = list(Publication.objects.live().newest_first().values_list("slug", flat=True)[:10])
        paths = [reverse("public:article", args=[slug]) for slug in slugs]
        rendered = [_asked(WSGIHandler(), path) for path in paths]
        edge = Edge(WSGIHandler())
        _asked(edge, "/healthz")
        from_row, hot = ([_asked(edge, path) for path in paths] for _ in range(2))
        not_modified = [_asked(edge, path, etag) for path, (_, etag, _) in zip(paths, hot, strict=True)]
        for answers, status in ((rendered, 200), (from_row, 200), (hot, 200), (not_modified, 304)):
            if any(answer[0] != status for answer in answers):
                raise RuntimeError(f"A page was not answered with {status}.")
        told = {
            "a page rendered": rendered,
            "a page from its row": from_row,
            "a page in memory": hot,
            "a 304": not_modified,
        }
        return {f"queries of {name}": max(queries for _, _, queries in answers) for name, answers in told.items()}

    def decide(self) -> dict[str, Any]:
        return next(self._decisions)

    def words(self) -> dict[str, list[str]]:
        """By how many of a sample of texts hold them, and by how many articles they find."""
        keys = list(Publication.objects.live().order_by("pk").values_list("pk", flat=True))
        sample = keys[:: max(1, len(keys) // SAMPLE)]
        held: Counter[str] = Counter()
        for document in (
            Publication.objects.filter(pk__in=sample).values_list("version__document", flat=True).iterator()
        ):
            content = json.loads(document)
            text = f"{content['title']} {' '.join(part['html'] for part in content['sections'])}"
            held.update(set(re.findall(r"\b[a-z]{4,}\b", re.sub(r"<[^>]+>", " ", text.lower()))))
        names = subjects_at(None).names

        def finds(word: str) -> int:
            return len(find(names.opened(asked(word)), most=len(keys)))

        found = {}
        for name, (least, most) in SHARES.items():
            fitting = sorted(word for word, count in held.items() if least < count / len(sample) <= most)
            chosen = fitting[:: max(1, len(fitting) // WORDS)][:WORDS]
            # Every article may hold a common word.
            found[name] = [word for word in chosen if most == 1 or finds(word) <= most * len(keys)]
        return found

    # --- How it does it

    def _all_decisions(self) -> Iterator[dict[str, Any]]:
        """One article is published anew, corrected, withdrawn and brought back, and so on."""
        editor = self.staff.editor
        for number in cycle(range(1, 1000)):
            article = self.articles[0]
            article.refresh_from_db()
            article.title = self._next_title(article)
            article.save()
            self.staff.approved(article)
            live = workflow.publish(article, by=editor)
            yield _seen("a publication", 200, live.version.digest)
            correction = f"We said {number}; it is {number + 1}."
            workflow.correct(article, text=correction, by=editor)
            yield _seen("a correction", 200, correction)
            workflow.withdraw(article, reason="Measured.", by=editor)
            yield _seen("a withdrawal", 410, "")
            workflow.reinstate(article, note="Measured.", by=editor)
            yield _seen("a reinstatement", 200, correction)

    def _require_live(self, article: Article) -> None:
        article.refresh_from_db()
        live = Publication.objects.live().get(article=article)
        if live.title != article.title or live.version_id != article.latest_version_id:
            raise RuntimeError("What was published is not what is live.")

    def _next_title(self, article: Article) -> str:
        self.takes += 1
        return f"{article.slug}, take {self.takes}"


def _seen(decision: str, status: int, words: str) -> dict[str, Any]:
    """How readers see it from now on. The clock is one for all processes of the host."""
    return {"decision": decision, "status": status, "words": words, "at": time.monotonic()}


def _lengthen(article: Article) -> None:
    """As long as the articles around it, in words that need no source."""
    for position in range(10, 15):
        body = f"<p>{'Ask your doctor what may help, and write down what you notice. ' * 10}</p>"
        label, heading = f"Part {position}", f"What to ask, part {position}"
        article.sections.create(position=position, nav_label=label, heading=heading, body=body)


def _browser(user: User) -> Client:
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user)
    return browser


class _Meter:
    """Times what is done, or counts its queries: every statement that is sent, the ends of transactions among them."""

    def __init__(self) -> None:
        self.is_counting = False
        self._times: dict[str, list[float]] = {}
        self._queries: dict[str, list[int]] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        if self.is_counting:
            with CaptureQueriesContext(connection) as asked:
                yield
            self._queries.setdefault(name, []).append(len(asked))
        else:
            began = time.perf_counter()
            yield
            self._times.setdefault(name, []).append((time.perf_counter() - began) * 1000)

    def told(self) -> dict[str, float]:
        times = {f"{name}, ms": statistics.median(all_of) for name, all_of in self._times.items()}
        return times | {f"{name}, queries": max(all_of) for name, all_of in self._queries.items()}


def _send(browser: Client, path: str, form: dict[str, Any]) -> None:
    status = browser.post(path, form).status_code
    if status != 302:
        raise RuntimeError(f"{path} was answered with {status}.")


def _asked(application: Any, path: str, etag: str = "") -> tuple[int, str, int]:
    """Ask as a server would: the status, the ETag, and how many queries that took."""
    told: dict[str, Any] = {}
    headers = {"host": "127.0.0.1", "accept-encoding": "br"} | ({"if-none-match": etag} if etag else {})
    environ = {**RequestFactory().get(path, headers=headers).environ}
    # Whoever asks without a cookie sends no such header.
    environ.pop("HTTP_COOKIE", None)

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status.split()[0]), headers={name.lower(): value for name, value in headers})

    with _watched() as statements:
        for _ in (answer := application(environ, start_response)):
            pass
        getattr(answer, "close", lambda: None)()
    return told["status"], told["headers"].get("etag", ""), len(statements)


@contextmanager
def _watched() -> Iterator[list[str]]:
    statements: list[str] = []

    def watch(execute: Any, sql: str, *details: Any) -> Any:
        if POLL not in sql:
            statements.append(sql)
        return execute(sql, *details)

    with connection.execute_wrapper(watch):
        yield statements


def main() -> None:
    bench = Bench()
    for line in sys.stdin:
        print(json.dumps(getattr(bench, line.strip())()), flush=True)


if __name__ == "__main__":
    main()
