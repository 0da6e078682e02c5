"""A rule: one question to a page, with the words that explain it. `registry.py` lists them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.linting.finding import Finding, Severity, clipped
from articles.linting.page import Page
from articles.linting.surroundings import Surroundings


@dataclass(frozen=True)
class Hit:
    """One place where a rule applies; `hint` only where this place needs another one than the rule's."""

    place: str
    subject: str
    message: str
    hint: str = ""


Check = Callable[[Page, Surroundings], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """`finds` and `unless` complete the sentences of docs/linter.md."""

    code: str
    severity: Severity
    finds: str
    unless: str
    hint: str
    check: Check

    def findings(self, page: Page, surroundings: Surroundings) -> Iterator[Finding]:
        for hit in self.check(page, surroundings):
            yield Finding(
                code=self.code,
                severity=self.severity,
                place=hit.place,
                subject=clipped(hit.subject),
                message=hit.message,
                hint=hit.hint or self.hint,
            )


def rule(code: str, severity: Severity, *, finds: str, hint: str, unless: str = "") -> Callable[[Check], Rule]:
    """Make a rule of the check below."""
    return lambda check: Rule(code, severity, finds, unless, hint, check)
