"""Put together what was chosen of two texts: the posted form with "theirs" taken from the draft as it is now."""

import re
from typing import Any

from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import QueryDict

from articles.admin.article_parts import PARTS
from articles.models import Article

_IN_A_ROW = re.compile(r"(?P<row>(?P<prefix>[a-z_]+)-(?P<index>\d+))(-(?P<field>\w+))?")
# A row's own, never part of its words.
_KEPT = {"id", "article", "position"}


def with_choices(data: QueryDict, *, article_id: int) -> QueryDict:
    """Return the post merged as chosen; as it is, if it chooses nothing or leaves a part open: then it is asked again.

    Only when every part is decided does the form count as written on the version that was shown beside it.
    """
    asked = data.getlist("merge_asked")
    if "merged_with" not in data or any(data.get(f"merge-{name}") not in ("mine", "theirs") for name in asked):
        return data
    new = data.copy()
    for name in asked:
        if data[f"merge-{name}"] == "theirs":
            _take_theirs(new, name, article_id=article_id)
    new["based_on"] = data["merged_with"]
    return new


def _take_theirs(data: QueryDict, name: str, *, article_id: int) -> None:
    found = _IN_A_ROW.fullmatch(name)
    if not found:
        _write(data, "", Article.objects.filter(pk=article_id).first(), [name])
        return
    row = _stored(found["prefix"], data.get(f"{found['row']}-id", ""), article_id=article_id)
    if found["field"]:
        _write(data, f"{found['row']}-", row, [found["field"]])
    elif row is None:
        # Theirs is: no such row.
        data[f"{found['row']}-DELETE"] = "on"
    else:
        data.pop(f"{found['row']}-DELETE", None)
        start = f"{found['row']}-"
        typed = {key.removeprefix(start) for key in data if key.startswith(start)}
        _write(data, start, row, sorted(typed - _KEPT))


def _stored(prefix: str, key: str, *, article_id: int) -> Model | None:
    for part in PARTS:
        if part.model._meta.get_field("article").remote_field.get_accessor_name() == prefix and key.isdecimal():
            return part.model.objects.filter(article=article_id, pk=key).first()
    return None


def _write(data: QueryDict, start: str, row: Model | None, names: list[str]) -> None:
    if row is None:
        return
    for name, value in model_to_dict(row, fields=names).items():
        data.setlist(f"{start}{name}", _as_posted(value))


def _as_posted(value: Any) -> list[str]:
    """Return a stored value as the form would send it."""
    if isinstance(value, list):
        is_choice = any(isinstance(item, Model) for item in value)
        return [str(item.pk) for item in value] if is_choice else ["\n".join(str(item) for item in value)]
    return ["" if value is None else str(value)]
