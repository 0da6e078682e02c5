"""Bring a backup back, into an empty database. Every file is checked before anything is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from articles.safekeeping import databases, pictures
from articles.safekeeping.backing_up import MANIFEST, SCHEMA
from articles.safekeeping.refusal import CannotKeep

Progress = Callable[[str, int], None]


def restore(place: Path, *, on_progress: Progress = lambda what, done: None) -> None:
    """Bring back the backup in the folder `place`. What the software is newer by, and whether all holds, is left."""
    manifest = _read(place)
    _require_whole(place, manifest, on_progress)
    databases.read_from(place / databases.file_name())
    for done, name in enumerate(_pictures_in(manifest), 1):
        on_progress("files of pictures brought back", done)
        if not default_storage.exists(name):
            with (place / name).open("rb") as file:
                default_storage.save(name, File(file))


def _read(place: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((place / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise CannotKeep(f"{place} is no backup: it has no {MANIFEST}.") from error
    except ValueError as error:
        raise CannotKeep(f"{place / MANIFEST} cannot be read: {error}.") from error
    if manifest.get("schema") != SCHEMA:
        raise CannotKeep(f"{place / MANIFEST} was written by another release: its schema is not {SCHEMA}.")
    if databases.file_name() not in {row["name"] for row in manifest["files"]}:
        raise CannotKeep(f"{place} holds another kind of database; DATABASE_URL needs {databases.file_name()}.")
    return manifest


def _require_whole(place: Path, manifest: dict[str, Any], on_progress: Progress) -> None:
    for done, row in enumerate(manifest["files"], 1):
        on_progress("files of the backup", done)
        if row["name"] not in databases.FILES.values() and not pictures.NAME.fullmatch(row["name"]):
            raise CannotKeep(f"{place / MANIFEST} names {row['name']}, which belongs in no backup.")
        try:
            with (place / row["name"]).open("rb") as file:
                digest = pictures.digest(file)
        except FileNotFoundError as error:
            raise CannotKeep(f"{row['name']} is missing in {place}.") from error
        if digest != row["sha256"]:
            raise CannotKeep(f"{row['name']} in {place} was changed: it does not have the digest of the manifest.")


def _pictures_in(manifest: dict[str, Any]) -> list[str]:
    return [row["name"] for row in manifest["files"] if pictures.NAME.fullmatch(row["name"])]
