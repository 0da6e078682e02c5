"""What a rule found: a code, how grave it is, where it stands, the words it is about, why it matters and what helps."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

LONGEST_SUBJECT = 300


class Severity(StrEnum):
    """An error blocks submission; so does a warning until somebody gives a reason; advice never does."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """`place` is a section's id or a field of the draft; empty: the whole page. `subject`: the words to look for."""

    code: str
    severity: Severity
    place: str
    subject: str
    message: str
    hint: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a waiver names."""
        return (self.code, self.place, self.subject)

    def as_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def findings_by_section(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings under their places, each place in the order in which it was first met."""
    sections: dict[str, list[Finding]] = {}
    for finding in findings:
        sections.setdefault(finding.place, []).append(finding)
    return sections


def clipped(words: str) -> str:
    """Return `words` on one line, at most as long as a waiver can name."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
