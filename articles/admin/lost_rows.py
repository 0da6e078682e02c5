"""Rows of a posted form that somebody else deleted while it was being filled in."""

from django.http import QueryDict


def with_lost_rows_as_new(data: QueryDict, *, prefix: str, known: set[str]) -> QueryDict:
    """Return the post `data` with those rows as new ones that somebody else deleted meanwhile.

    A formset drops a row whose id is gone without a word; the words typed in it would be lost.
    """
    try:
        total, initial = int(data[f"{prefix}-TOTAL_FORMS"]), int(data[f"{prefix}-INITIAL_FORMS"])
    except (KeyError, ValueError):
        return data
    if not 0 <= initial <= total <= 1000:
        return data
    kept = [row for row in range(initial) if data.get(f"{prefix}-{row}-id") in known]
    if len(kept) == initial:
        return data
    order = [*kept, *(row for row in range(initial) if row not in kept), *range(initial, total)]
    new = data.copy()
    for key in data:
        if key.startswith(f"{prefix}-") and key.split("-")[1].isdigit():
            del new[key]
    for place, row in enumerate(order):
        for key in data:
            start = f"{prefix}-{row}-"
            if key.startswith(start):
                name = key.removeprefix(start)
                is_gone = name == "id" and row < initial and row not in kept
                new.setlist(f"{prefix}-{place}-{name}", [""] if is_gone else data.getlist(key))
        if row < initial and row not in kept:
            # For whoever merges: this row is not new, somebody else deleted it.
            new[f"{prefix}-{place}-was"] = data.get(f"{prefix}-{row}-id", "")
    new[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return new
