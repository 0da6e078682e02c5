"""A backup: one folder with the database, the files of pictures, and a manifest with the SHA-256 of each.

    DIR/2026-11-22T181500Z/
        database.sqlite3 or database.dump
        figures/<digest>.<ending>
        manifest.json

A folder appears under its name when it is whole, or not at all. A file of a picture that the backup before it has is
the same file there and here (a hard link), so each backup is whole, and costs what is new. The key that signs the
ledger is in none of them.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage

from articles.models import EditorialRecord, LedgerHead, Version
from articles.safekeeping import databases, pictures
from articles.safekeeping.refusal import CannotKeep

MANIFEST = "manifest.json"
SCHEMA = 1
Progress = Callable[[str, int], None]


def back_up(directory: Path, *, now: datetime, on_progress: Progress = lambda what, done: None) -> Path:
    """Write a backup of this moment into `directory`, and return its folder."""
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    place, draft = directory / name, directory / f".{name}.unfinished"
    before = _newest(directory)
    if place.exists():
        raise CannotKeep(f"{place} is there already.")
    draft.mkdir(parents=True, mode=0o700)
    try:
        digests = {}
        # What is removed after the copy of the database would be missing, so pictures come first; and again after it,
        # for those which came in between.
        _copy_pictures(draft, before, digests, on_progress)
        database = draft / databases.file_name()
        databases.write_to(database)
        _copy_pictures(draft, before, digests, on_progress)
        with database.open("rb") as file:
            digests[database.name] = pictures.digest(file)
        (draft / MANIFEST).write_text(_manifest(draft, digests, now=now))
        draft.rename(place)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return place


def _newest(directory: Path) -> Path | None:
    return max((path.parent for path in directory.glob(f"[!.]*/{MANIFEST}")), default=None)


def _copy_pictures(draft: Path, before: Path | None, digests: dict[str, str], on_progress: Progress) -> None:
    for name in _names_there():
        if name in digests:
            continue
        place = draft / name
        place.parent.mkdir(exist_ok=True)
        digests[name] = _linked(before / name, place, name) if before else ""
        if not digests[name]:
            try:
                with default_storage.open(name) as file, place.open("wb") as copy:
                    shutil.copyfileobj(file, copy, pictures.CHUNK)
            except FileNotFoundError:
                # Removed a moment ago: then nothing names it.
                place.unlink(missing_ok=True)
                del digests[name]
                continue
            with place.open("rb") as file:
                digests[name] = pictures.digest(file)
        on_progress("files of pictures", len(digests))


def _names_there() -> Iterator[str]:
    """What the storage holds. Social cards are drawn again, so they are not kept."""
    try:
        _, files = default_storage.listdir("figures")
    except FileNotFoundError:
        return
    yield from (f"figures/{file}" for file in sorted(files) if pictures.NAME.fullmatch(f"figures/{file}"))


def _linked(kept: Path, place: Path, name: str) -> str:
    """Link the file of the backup before, if it is there with its own bytes; return its digest, or nothing."""
    try:
        with kept.open("rb") as file:
            digest = pictures.digest(file)
        if digest != pictures.digest_in(name):
            return ""
        os.link(kept, place)
    except OSError:
        return ""  # It is not there, or this file system knows no links: it is copied.
    return digest


def _manifest(draft: Path, digests: dict[str, str], *, now: datetime) -> str:
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
    files = [
        {"name": name, "size": (draft / name).stat().st_size, "sha256": digest}
        for name, digest in sorted(digests.items())
    ]
    told = {
        "schema": SCHEMA,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        # To see at a glance what is in it; the restore counts for itself.
        "ledger": {"sequence": head.sequence, "head": head.record_hash},
        "records": EditorialRecord.objects.count(),
        "versions": Version.objects.count(),
        "files": files,
    }
    return json.dumps(told, indent=1) + "\n"
