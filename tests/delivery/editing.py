"""A process of somebody who edits. It obeys the lines it is sent, and writes down what it decided, and when.

    seed hammered 4           four articles, hammered-0 and so on, are live
    edit 6.0 hammered-0 ...   for six seconds, one decision after the other on these, and what they change is built
    rush 6.0 hammered-0 ...   the same, but nothing is built: the pages are made for whoever asks first
    crowd paced 30            thirty articles are live, among the topics that there are
    pace 6.0 1.0 paced-0 ...  for six seconds, each second, one of these is published under another title
    kill MOMENT hammered-0    a process of its own publishes, and is killed at that moment
    heal                      what the timer does every minute: tell caches what a killed process did not
    draft hammered-0 TITLE    the writer saves that as a draft, and says in which session they look at it
    strike 3 hammered-0       a process of its own publishes take 3, and says when it begins and that it is done

A decision is a line of JSON: what readers get from then on, when its commit began, and when the workers of this host
had been told. A reader who begins to ask after the last of these must be shown it; one whose answer had ended before
the first must not.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import count, cycle
from typing import Any

import django

django.setup()

from django.db import DatabaseError, connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.editorial import workflow  # noqa: E402
from articles.models import Article, Publication, Topic, WaitingPurge  # noqa: E402
from articles.pages import building, dropping, purging, storing  # noqa: E402
from experts.models import User  # noqa: E402
from tests import factories  # noqa: E402
from tests.delivery.site import die  # noqa: E402

# What was decided stays for a moment, so that readers come upon it.
DWELL_SECONDS = 0.05
# On a machine that is busy with other things, too.
LEAST_DECISIONS = 5


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
    watch, desk, until, decisions = Watch(), Desk(), time.monotonic() + seconds, 0
    for take in count(1):
        for article in Article.objects.filter(slug__in=slugs).order_by("slug"):
            desk.retitled(article, f"Take {take} of {article.slug}")
            for verb, said in (
                (workflow.publish, {}),
                (workflow.correct, {"text": f"It was take {take}."}),
                (workflow.withdraw, {"reason": "It no longer holds."}),
                (workflow.reinstate, {"note": "It holds after all."}),
            ):
                if time.monotonic() > until and decisions >= LEAST_DECISIONS:
                    return
                watch.over(verb, article, by=desk.editor, **said)
                _say(article.slug, began=watch.commit_began, told=watch.told)
                decisions += 1
                time.sleep(DWELL_SECONDS)


def crowd(name: str, many: int) -> None:
    staff = Desk() if User.objects.filter(username="edgar_editor").exists() else factories.Staff()
    topics = list(Topic.objects.filter(publications__isnull=False).distinct().order_by("slug"))
    for number in range(many):
        slug, chosen = f"{name}-{number}", {"main_topic": topics[number % len(topics)]} if topics else {}
        staff.published(factories.make_article(slug, author=staff.writer.expert, title=f"Take 0 of {slug}", **chosen))


def pace(seconds: float, every: float, slugs: list[str]) -> None:
    """Say of each title when its commit began, and when the caches in front had been told."""
    watch, desk, began = Watch(), Desk(), time.monotonic()
    for take, slug in enumerate(cycle(slugs), start=1):
        due = began + take * every
        if due > began + seconds:
            return
        article = Article.objects.get(slug=slug)
        desk.retitled(article, f"Take {take} of {slug}")
        time.sleep(max(0.0, due - time.monotonic()))
        watch.over(workflow.publish, article, by=desk.editor)
        while WaitingPurge.objects.untold().exists():
            purging.purge_waiting.func()
        _write({"slug": slug, "title": article.title, "began": watch.commit_began, "told": time.monotonic_ns()})


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


def draft(slug: str, title: str) -> None:
    desk, article, browser = Desk(), Article.objects.get(slug=slug), Client()
    article.title = title
    article.save()
    workflow.save_draft(article, by=desk.writer)
    browser.force_login(desk.writer)
    _write({"session": browser.cookies["sessionid"].value})


def strike(take: str, slug: str) -> None:
    """Publish in a process that may lose its database on the way."""
    connections.close_all()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        article, desk = Article.objects.get(slug=slug), Desk()
        desk.retitled(article, f"Take {take} of {slug}")
        _write({"publishing": take})
        workflow.publish(article, by=desk.editor)
        _write({"published": take})
    except DatabaseError as lost:
        _write({"lost": str(lost)})
    finally:
        die()


def _before_the_commit() -> None:
    connection.commit = die


def _before_anybody_is_told() -> None:
    dropping._tell = lambda number: die()


def _while_a_cache_is_told() -> None:
    purging.tell = lambda *told: die()


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
    "while a cache is told": _while_a_cache_is_told,
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
        elif word == "pace":
            pace(float(rest[0]), float(rest[1]), rest[2:])
        elif word == "heal":
            purging.purge_waiting.func()
        elif word == "crowd":
            crowd(rest[0], int(rest[1]))
        elif word in ("kill", "strike", "draft"):
            {"kill": kill, "strike": strike, "draft": draft}[word](*rest)
        _write({"done": word})


if __name__ == "__main__":
    main()
