"""A process that edits while the site is measured. It obeys the words it is sent, and answers each with a line of JSON.

verbs       what a writer's save and a publication cost: milliseconds before the answer, and queries
publish     one new version of the article bench-0, now; its digest
words       words of the texts that are rare, medium and common there
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.editorial import workflow  # noqa: E402
from articles.models import Article, Publication, SearchDocument  # noqa: E402
from tests.factories import Staff, make_article  # noqa: E402

TIMES = 15
SAMPLE = 600
# Shares of the articles that hold a word.
RARE, MEDIUM, COMMON = (0, 0.005), (0.05, 0.15), (0.5, 1)


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
            self._lengthen(article)
            self.staff.published(article)
            self.articles.append(article)

    def _lengthen(self, article: Article) -> None:
        """As long as the articles around it, in words that need no source."""
        for position in range(10, 15):
            body = f"<p>{'Ask your doctor what may help, and write down what you notice. ' * 10}</p>"
            label, heading = f"Part {position}", f"What to ask, part {position}"
            article.sections.create(position=position, nav_label=label, heading=heading, body=body)

    def publish(self) -> dict[str, Any]:
        article = self._changed(0)
        self.staff.approved(article)
        publication = workflow.publish(article, by=self.staff.editor)
        return {"digest": publication.version.digest}

    def verbs(self) -> dict[str, Any]:
        saves, publications, queries = [], [], []
        for _ in range(TIMES):
            article = self._changed(1)
            saves.append(_timed(lambda article=article: workflow.save_draft(article, by=self.staff.writer)))
            self.staff.approved(article)
            publications.append(_timed(lambda article=article: workflow.publish(article, by=self.staff.editor)))
        for _ in range(3):
            article = self._changed(1)
            with CaptureQueriesContext(connection) as saved:
                workflow.save_draft(article, by=self.staff.writer)
            self.staff.approved(article)
            with CaptureQueriesContext(connection) as published:
                workflow.publish(article, by=self.staff.editor)
            queries.append((len(saved), len(published)))
        return {
            "save_ms": statistics.median(saves),
            "save_queries": queries[-1][0],
            "publish_ms": statistics.median(publications),
            "publish_p95_ms": sorted(publications)[int(TIMES * 0.95)],
            "publish_queries": queries[-1][1],
        }

    def words(self) -> dict[str, list[str]]:
        """By how many of a sample of texts hold them."""
        held: Counter[str] = Counter()
        texts = SearchDocument.objects.order_by("?").values_list("body", "title")[:SAMPLE]
        for body, title in texts:
            held.update({word for word in f"{body} {title}".split() if word.isalpha() and len(word) > 3})
        return {
            name: [word for word, count in held.most_common() if least < count / len(texts) <= most][-40:]
            for name, (least, most) in {"rare": RARE, "medium": MEDIUM, "common": COMMON}.items()
        }

    def _changed(self, number: int) -> Article:
        article = self.articles[number]
        article.refresh_from_db()
        self.takes += 1
        article.title = f"Bench {number}, take {self.takes}"
        article.save()
        return article


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    bench = Bench()
    for line in sys.stdin:
        print(json.dumps(getattr(bench, line.strip())()), flush=True)


if __name__ == "__main__":
    main()
