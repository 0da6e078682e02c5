"""Names, filters and conditions of a template, as expressions of Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.template.base import FilterExpression, Variable
from django.template.defaulttags import TemplateLiteral
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.templating.lines import Lines

OPERATORS = frozenset({"or", "and", "in", "not in", "is", "is not", "==", "!=", ">", ">=", "<", "<="})


class NotKnown(Exception):
    """A template has something that is not written out here."""


@dataclass
class Given:
    """A dict that a view or a tag gave. What is asked of it is fetched once, by the lines in `at`."""

    variable: str
    at: list[str]
    indent: str
    fetched: dict[str, str] = field(default_factory=dict)


@dataclass
class Scope:
    """What the names of a template stand for at one place: variables of the function, else keys of `rest`."""

    variables: dict[str, str]
    rest: Given | None = None

    def with_more(self, variables: dict[str, str]) -> "Scope":
        return Scope({**self.variables, **variables}, self.rest)

    def expressions(self) -> list[str]:
        """What its names stand for, as far as anybody asked."""
        fetched = [self.rest.variable, *self.rest.fetched.values()] if self.rest else []
        return [*self.variables.values(), *fetched]


class Expressions(Lines):
    def name(self, name: str, scope: Scope) -> str:
        if name in scope.variables:
            return scope.variables[name]
        if name in ("True", "False", "None"):
            return name
        given = scope.rest
        if given is None:
            return "MISSING"
        if name not in given.fetched:
            given.fetched[name] = self.new("n")
            given.at.append(f"{given.indent}{given.fetched[name]} = named({given.variable}, {name!r})")
        return given.fetched[name]

    def variable(self, variable: Variable, scope: Scope) -> str:
        """The value, or MISSING."""
        if variable.lookups is None:
            if variable.translate:
                raise NotKnown(f"The translated variable {variable}.")
            return self.keep(variable.literal)
        if variable.lookups[0] == "block":
            raise NotKnown("A block that repeats the block above it.")
        found = self.name(variable.lookups[0], scope)
        for bit in variable.lookups[1:]:
            found = f"place({found}, {bit})" if bit.isdigit() else f"look({found}, {bit!r})"
        return found

    def value(self, expression: Any, scope: Scope, *, missing: str = "''") -> str:
        """The value of an expression with its filters; `missing` where nothing has that name."""
        if not expression.is_var:
            found = self.fixed(expression.var)
        else:
            found = self.variable(expression.var, scope)
            if expression.var.lookups is not None:
                found = f"({missing} if (m := {found}) is MISSING else m)"
        for function, arguments in expression.filters:
            found = self.filtered(found, function, arguments, scope)
        return found

    def fixed(self, value: Any) -> str:
        """A value that the template itself names; words are in the language of the page."""
        return self.constant([lambda: str(value)]) if isinstance(value, Promise) else self.keep(value)

    def filtered(self, found: str, function: Any, arguments: Iterable[Any], scope: Scope) -> str:
        if getattr(function, "expects_localtime", False):
            found = f"{self.keep(timezone.template_localtime)}({found})"  # type: ignore[attr-defined]
        given = [
            f"needed({self.variable(argument, scope)})" if is_name else self.keep(mark_safe(argument))  # noqa: S308
            for is_name, argument in arguments
        ]
        if getattr(function, "needs_autoescape", False):
            given.append("autoescape=True")
        call = self.call_of(function, given)
        if getattr(function, "is_safe", False):
            before = self.new("b")
            return f"kept_safe({before} := {found}, {call}({', '.join([before, *given])}))"
        return f"{call}({', '.join([found, *given])})"

    def call_of(self, function: Any, given: list[str]) -> str:
        """What to call with what is `given`; and with the language, if it is one that can be told."""
        told = getattr(function, "told", None)
        if told is None:
            return self.keep(function)
        given.append(f"spoken={self.constant([get_language])}")
        return self.keep(told)

    def condition(self, condition: Any, scope: Scope, *, is_compared: bool = False) -> str:
        if isinstance(condition, TemplateLiteral):
            expression: Any = condition.value
            if expression.is_var and not expression.filters and not is_compared:
                return self.variable(expression.var, scope)
            return self.value(expression, scope, missing="None")
        if condition.id == "not":
            return f"(not {self.condition(condition.first, scope)})"
        if condition.id not in OPERATORS:
            raise NotKnown(f"The operator {condition.id}.")
        is_compared = condition.id not in ("or", "and")
        first = self.condition(condition.first, scope, is_compared=is_compared)
        return f"({first} {condition.id} {self.condition(condition.second, scope, is_compared=is_compared)})"


def literal(expression: Any) -> str:
    """The text that a template names in quotes."""
    is_text = isinstance(expression, FilterExpression) and isinstance(expression.var, str)
    if not is_text or expression.filters:
        raise NotKnown(f"What {expression} stands for is known only when the page is rendered.")
    return str(expression.var)
