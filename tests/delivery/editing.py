"""A process of somebody who edits. It obeys the lines it is sent, and writes down what it decided, and when.

    seed hammered 4           four articles, hammered-0 and so on, are live
    edit 6.0 hammered-0 ...   for six seconds, one decision after the other on these, and what they change is built
    rush 6.0 hammered-0 ...   the same, but nothing is built: the pages are made for whoever asks first
    kill MOMENT hammered-0    a process of its own publishes, and is killed at that moment

A decision is a line of JSON: what readers get from then on, when its commit began, and when the workers of this host
had been told. A reader who begins to ask after the last of these must be shown it; one whose answer had ended before
the first must not.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.editorial import workflow  # noqa: E402
from articles.models import Article, Publication  # noqa: E402
from articles.pages import building, dropping, storing  # noqa: E402
from experts.models import User  # noqa: E402
from tests import factories  # noqa: E402
from tests.delivery.site import die  # noqa: E402

# What was decided stays for a moment, so that readers come upon it.
DWELL_SECONDS = 0.05


class Watch:
    """When the commit of a verb began, and when the workers were told of it."""

    def __init__(self) -> None:
        self.commit_began = self.told = 0
        tell = dropping._tell

        def told(number: int) -> None:
            tell(number)
            self.told = time.monotonic_ns()

        dropping._tell = told
        commit = connection.commit

        def begun() -> None:
            self.commit_began = self.commit_began or time.monotonic_ns()
            commit()

        connection.commit = begun

    def over(self, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        self.commit_began = self.told = 0
        verb(*args, **named)


class Desk(factories.Staff):
    """The people of the tests, who are in the database already."""

    def __init__(self) -> None:
        self.writer, self.reviewer, self.editor = (
            User.objects.get(username=name) for name in ("wanda_writer", "rita_reviewer", "edgar_editor")
        )

    def retitled(self, article: Article, title: str) -> None:
        article.refresh_from_db()
        article.title = title
        article.save()
        self.approved(article)


def seed(name: str, many: int) -> None:
    staff = Desk() if User.objects.exists() else factories.Staff()
    for number in range(many):
        slug = f"{name}-{number}"
        article = factories.make_article(slug, author=staff.writer.expert, title=f"Take 0 of {slug}")
        staff.published(article)
        _say(slug, began=0, told=0)


def edit(seconds: float, slugs: list[str]) -> None:
    watch, desk, until = Watch(), Desk(), time.monotonic() + seconds
    for take in count(1):
        for article in Article.objects.filter(slug__in=slugs).order_by("slug"):
            desk.retitled(article, f"Take {take} of {article.slug}")
            for verb, said in (
                (workflow.publish, {}),
                (workflow.correct, {"text": f"It was take {take}."}),
                (workflow.withdraw, {"reason": "It no longer holds."}),
                (workflow.reinstate, {"note": "It holds after all."}),
            ):
                if time.monotonic() > until:
                    return
                watch.over(verb, article, by=desk.editor, **said)
                _say(article.slug, began=watch.commit_began, told=watch.told)
                time.sleep(DWELL_SECONDS)


def kill(moment: str, slug: str) -> None:
    """Publish in a process that is killed at `moment`, and wait for its end."""
    connections.close_all()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        _write({"killed": os.WTERMSIG(status)})
        return
    article, desk = Article.objects.get(slug=slug), Desk()
    if article.title != f"Take 1 of {slug}":
        desk.retitled(article, f"Take 1 of {slug}")
    MOMENTS[moment]()
    workflow.publish(article, by=desk.editor)
    die()  # At the latest here: the page was built.


def _before_the_commit() -> None:
    connection.commit = die


def _before_anybody_is_told() -> None:
    dropping._tell = lambda number: die()


def _while_building() -> None:
    building.make = lambda path: die()


def _while_storing() -> None:
    write = storing._write

    def written(*args: Any, **named: Any) -> None:
        write(*args, **named)
        die()

    storing._write = written


MOMENTS = {
    "before the commit": _before_the_commit,
    "before anybody is told": _before_anybody_is_told,
    "while building": _while_building,
    "while storing": _while_storing,
    "after all": lambda: None,
}


def _say(slug: str, *, began: int, told: int) -> None:
    live = Publication.objects.in_public(timezone.now()).select_related("version").get(slug=slug)
    state = (
        {"status": 410, "digest": "", "title": ""}
        if live.is_withdrawn
        else {"status": 200, "digest": live.version.digest, "title": live.title}
    )
    _write({"slug": slug, **state, "began": began, "told": told})


def _write(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    _write({"ready": True})
    for line in sys.stdin:
        word, *rest = line.rstrip("\n").split("\t")
        if word == "seed":
            seed(rest[0], int(rest[1]))
        elif word in ("edit", "rush"):
            if word == "rush":
                building.make = lambda path: True
            edit(float(rest[0]), rest[1:])
        elif word == "kill":
            kill(*rest)
        _write({"done": word})


if __name__ == "__main__":
    main()
