"""Take in what articles stand on: topics, pictures and sources."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.archive.job import Job, found, new_lines
from articles.archive.lines import BadArchive, Line
from articles.archive.people import day
from articles.editorial import pictures
from articles.models import Figure, Source, Topic

SOURCE, FIGURE = "source", "picture"


def take_topics(lines: Sequence[Line], job: Job) -> int:
    """Make those that are not here, the upper ones first; one that is here stays as it is."""
    named = {slug for line in lines for slug in (line.fields["slug"], line.fields["parent"]) if slug}
    known = dict(Topic.objects.filter(slug__in=named).values_list("slug", "pk"))
    fresh = new_lines(lines, lambda line: line.fields["slug"], known)
    waiting = fresh
    while waiting:
        # A topic may stand right below another one of the same batch.
        ready = [line for line in waiting if line.fields["parent"] is None or line.fields["parent"] in known]
        if not ready:
            found(known, waiting[0].fields["parent"], line=waiting[0], what="topic")
        topics = Topic.objects.bulk_create(_topic(line.fields, known) for line in ready)
        known.update((topic.slug, topic.pk) for topic in topics)
        waiting = [line for line in waiting if line not in ready]
    return len(fresh)


def take_media(lines: Sequence[Line], job: Job) -> int:
    """Store the files; one of a foreign archive is encoded anew first, as a picture can carry more than it shows."""
    if job.is_foreign:
        for line in lines:
            job.media.unpack(line)
        return 0
    return sum(pictures.store_file(line.fields["name"], job.media.bytes_of(line)) for line in lines)


def take_figures(lines: Sequence[Line], job: Job) -> int:
    if job.is_foreign:
        return sum(_encode_anew(line, job) for line in lines)
    known = set(
        Figure.objects.filter(digest__in=[line.fields["digest"] for line in lines]).values_list("digest", flat=True)
    )
    fresh = new_lines(lines, lambda line: line.fields["digest"], known)
    users = job.users(line.fields["added_by"] for line in fresh)
    figures = Figure.objects.bulk_create(
        Figure(
            digest=line.fields["digest"],
            src=line.fields["src"],
            width=line.fields["width"],
            height=line.fields["height"],
            renditions=line.fields["renditions"],
            added_by_id=found(users, line.fields["added_by"], line=line, what="user"),
            **_words_of(line.fields),
        )
        for line in fresh
    )
    # The day they were added is set by whoever makes them, so it can only be put right afterwards.
    dated = [(figure, line) for figure, line in zip(figures, fresh, strict=True) if line.fields["added_at"]]
    for figure, line in dated:
        figure.added_at = moment(line.fields["added_at"])
    Figure.objects.bulk_update([figure for figure, _ in dated], ["added_at"])
    return len(fresh)


def take_sources(lines: Sequence[Line], job: Job) -> int:
    """Make those that are not here, under their own id, or under another one with the same DOI or PMID."""
    found_here = Source.objects.filter(
        Q(uid__in=[line.fields["uid"] for line in lines])
        | Q(doi__in=[line.fields["doi"] for line in lines if line.fields["doi"]])
        | Q(pmid__in=[line.fields["pmid"] for line in lines if line.fields["pmid"]])
    )
    known: dict[tuple[str, str], int] = {}
    for key, uid, doi, pmid in found_here.values_list("pk", "uid", "doi", "pmid"):
        known |= {("uid", str(uid)): key, ("doi", doi): key, ("pmid", pmid): key}
    known = {name: key for name, key in known.items() if name[1]}
    fresh = []
    for line in lines:
        fields = line.fields
        names = [("uid", fields["uid"]), ("doi", fields["doi"]), ("pmid", fields["pmid"])]
        here = next((known[name] for name in names if name in known), None)
        if here is None:
            fresh.append(line)
        elif names[0] not in known:
            job.known_as[SOURCE, fields["uid"]] = here
    fresh = new_lines(fresh, lambda line: line.fields["uid"], ())
    Source.objects.bulk_create(_source(line.fields) for line in fresh)
    return len(fresh)


def _topic(fields: dict[str, Any], known: dict[str, int]) -> Topic:
    own = {name: value for name, value in fields.items() if name not in ("type", "parent")}
    return Topic(kind=fields["type"], parent_id=known[fields["parent"]] if fields["parent"] else None, **own)


def _source(fields: dict[str, Any]) -> Source:
    own = {name: value for name, value in fields.items() if name not in ("type", "accessed_on", "last_checked_at")}
    return Source(
        kind=fields["type"],
        accessed_on=day(fields["accessed_on"]),
        last_checked_at=moment(fields["last_checked_at"]),
        **own,
    )


def _encode_anew(line: Line, job: Job) -> bool:
    fields = line.fields
    data = job.media.beside(fields["digest"])
    if data is None:
        raise BadArchive(f"Line {line.number}: the picture “{fields['name']}” has no file in the archive or beside it.")
    figure, is_new = pictures.get_or_store_picture(data, by=job.by, **_words_of(fields))
    job.known_as[FIGURE, fields["digest"]] = figure.pk
    return is_new


def _words_of(fields: dict[str, Any]) -> dict[str, Any]:
    focal_x, focal_y = fields["focal"] if len(fields["focal"]) == 2 else (50, 50)
    names = ("name", "alt", "is_decorative", "caption", "credit", "license")
    return {**{name: fields[name] for name in names}, "focal_x": focal_x, "focal_y": focal_y}


def moment(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None
