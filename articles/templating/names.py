"""What a written-out template does with names and values while it renders: as Django does it, without a context."""

from collections.abc import Callable, Collection, Mapping
from html import escape
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template import Context, TemplateSyntaxError, VariableDoesNotExist
from django.template.base import Variable, render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import ngettext, npgettext, override

# Django's own ways with a value, for the rarer kinds.
_PLAIN = Context()
# Settings stay as they are; to ask them again for each number of a list takes as long as to print it.
_NUMBERS_ARE_PLAIN = not settings.USE_THOUSAND_SEPARATOR
_SILENT = SimpleNamespace(engine=SimpleNamespace(string_if_invalid=""))


class _Missing:
    """What nobody gave: printed as nothing, and false."""

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


# Kinds of values, met before, that have attributes and no items. To find that out takes longer than all the rest.
_without_items: set[type] = set()


def look(value: Any, bit: str) -> Any:
    """One step of a dotted name: a key, an attribute or an index, called if it can be."""
    kind = type(value)
    if kind in _without_items:
        try:
            found = getattr(value, bit)
            if not callable(found):
                return found
            if not hasattr(found, "do_not_call_in_templates") and not hasattr(found, "alters_data"):
                found = found()
        except Exception:
            return _as_django_looks(value, bit)
    elif kind is dict and bit in value:
        found = value[bit]
    elif value is MISSING:
        return MISSING
    elif hasattr(kind, "__getitem__"):
        return _as_django_looks(value, bit)
    else:
        _without_items.add(kind)
        return look(value, bit)
    return _as_django_looks(value, bit) if callable(found) else found


def place(values: Any, index: int) -> Any:
    """The same for a number: an item of a list."""
    if type(values) is list:
        return values[index] if index < len(values) else MISSING
    return look(values, str(index))


def _as_django_looks(value: Any, bit: str) -> Any:
    if type(value) is dict and not hasattr(dict, bit) and not bit.isdigit():
        return MISSING
    context = Context({"value": value})
    context.template = _SILENT  # type: ignore[assignment]
    try:
        return Variable(f"value.{bit}").resolve(context)
    except VariableDoesNotExist:
        return MISSING


def named(values: Mapping[str, Any], name: str) -> Any:
    """What a view or a tag gave under this name."""
    found = values.get(name, MISSING)
    return found() if callable(found) and not getattr(found, "do_not_call_in_templates", False) else found


def without_missing(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not MISSING}


def needed(value: Any) -> Any:
    """The argument of a filter, which nobody may leave out."""
    if value is MISSING:
        raise VariableDoesNotExist("The argument of a filter names nothing.")
    return value


def shown(value: Any) -> str:
    """A value as it is printed: in the manner of the language, and escaped."""
    kind = type(value)
    if kind is SafeString:
        return value
    if kind is str:
        return escape(value)
    if kind is int and _NUMBERS_ARE_PLAIN:
        return str(value)
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return escape(str(value))
    return "" if value is MISSING else render_value_in_context(value, _PLAIN)


def escaped(value: Any) -> str:
    """What a tag returned, which is printed as it is."""
    kind = type(value)
    if kind is SafeString:
        return value
    return escape(value) if kind is str else conditional_escape(value)


def kept_safe(before: Any, after: Any) -> Any:
    """What a filter returned that leaves safe text safe."""
    return mark_safe(after) if isinstance(before, SafeData) else after  # noqa: S308


def items(values: Any) -> Collection:
    """What a loop goes through."""
    if values is None or values is MISSING:
        return ()
    return values if hasattr(values, "__len__") else list(values)


def round_of(at: int, length: int, parent: Any) -> dict[str, Any]:
    """Django's `forloop`."""
    return {
        "parentloop": parent or {},
        "counter0": at,
        "counter": at + 1,
        "revcounter": length - at,
        "revcounter0": length - at - 1,
        "first": at == 0,
        "last": at == length - 1,
    }


def counted(singular: str, plural: str, count: Any, meant: str | None, data: Mapping[str, str]) -> str:
    """Words that say a number, with what they name filled in."""
    if not isinstance(count, int):
        raise TemplateSyntaxError(f"{count!r} is no number to count by.")

    def said() -> str:
        return npgettext(meant, singular, plural, count) if meant else ngettext(singular, plural, count)

    return filled(said, data)


def filled(said: Callable[[], str], data: Mapping[str, str]) -> str:
    """The translation, filled in; where a translator broke a name in it, the words as the template has them."""
    try:
        return said() % data
    except (KeyError, ValueError):
        with override(None):
            return said() % data
