"""A small site that has something of every kind, and its archive; built once and undone, so that tests begin empty."""

import functools
import hashlib
import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from articles.archive.exporting import export_archive
from articles.archive.lines import as_text
from articles.archive.media import directory_beside
from articles.editorial import workflow
from articles.editorial.site_pages import publish_page
from articles.models import Article, Feature, Figure, SitePage
from tests.factories import Staff, make_article, make_expert, make_source, make_topic

PICTURE = b"the bytes of a picture"
PICTURE_NAME = f"figures/{hashlib.sha256(PICTURE).hexdigest()}.jpg"


def build():
    """Two live articles, one of them corrected and at its second address; one withdrawn, one in review."""
    staff = Staff()
    make_topic("nerves")
    topic = make_topic("multiple-sclerosis")
    topic.parent = make_topic("nerves")
    topic.save()
    Figure.objects.create(
        name="Leg",
        digest=PICTURE_NAME[8:72],
        src=PICTURE_NAME,
        width=3,
        height=2,
        alt="A leg.",
        added_by=staff.editor,
    )
    default_storage.save(PICTURE_NAME, ContentFile(PICTURE))

    long_ago = timezone.now() - timedelta(days=20)
    first = _article(staff, "sore-joints", title="Sore joints")
    workflow.save_draft(first, by=staff.writer, now=long_ago)
    Article.objects.filter(pk=first.pk).update(summary="Look at www.example.org for “joints” — and more.")
    warning = {"code": "bare-url", "place": "summary", "subject": "www.example.org"}
    workflow.waive(first, **warning, reason="It is an example.", by=staff.writer)
    staff.published(first, now=long_ago)
    Article.objects.filter(pk=first.pk).update(slug="sore-joints-in-ms")
    staff.published(Article.objects.get(pk=first.pk), now=long_ago + timedelta(days=1), change_note="A better address.")
    workflow.correct(first, text="We said 160 minutes; it is 150.", by=staff.editor)

    second = _article(staff, "tired-legs", title="Tired legs")
    second.related_articles.create(related=first)
    second.related_articles.create(suggested_title="Elsewhere", position=1)
    staff.published(second, now=long_ago)
    third = _article(staff, "old-news", title="Old news")
    staff.published(third, now=long_ago)
    workflow.withdraw(third, reason="Out of date.", replacement=second, by=staff.editor)
    staff.submitted(_article(staff, "not-yet", title="Not yet"))

    Feature.objects.create(article=first, position=1)
    Feature.objects.create(article=second, topic=topic, position=2)
    page = SitePage.objects.create(slug="about-us", title="About us", summary="Who we are.", body="<p>We are few.</p>")
    publish_page(page, by=staff.editor, change_note="", now=long_ago)
    make_expert(name="Bo Beside")
    make_source(9, title="Ångström, “quoted”", authors=[{"literal": "A society"}])


def _article(staff, slug, **fields):
    return make_article(slug, author=staff.writer.expert, **fields)


@functools.cache
def built():
    """The directory that holds the archive; the database is left as it was."""
    directory = Path(tempfile.mkdtemp(prefix="healthcms-test-archive-"))
    with transaction.atomic():
        build()
        export_to(directory / "site.ndjson")
        transaction.set_rollback(True)
    return directory


def copied(directory):
    """The archive, to do with as a test likes."""
    shutil.copytree(built(), directory / "archive")
    return directory / "archive" / "site.ndjson"


def export_to(path, *, is_within=False):
    with path.open("wb") as file:
        return export_archive(file, media_beside=None if is_within else directory_beside(path))


def said_by(path):
    """Everything that an archive says of the site: all but when it was written, and the sum over that."""
    lines = path.read_bytes().splitlines()
    return [*lines[1:-1], json.loads(lines[-1])["counts"]]


def sealed(lines):
    """The bytes of an archive of these lines (dicts, the header first), with the trailer that fits."""
    text = b"".join(as_text(line).encode() + b"\n" for line in lines)
    counts = {}
    for line in lines[1:]:
        counts[line["kind"]] = counts.get(line["kind"], 0) + 1
    trailer = {"kind": "trailer", "counts": counts, "sha256": hashlib.sha256(text).hexdigest()}
    return text + as_text(trailer).encode() + b"\n"


def lines_of(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()][:-1]
