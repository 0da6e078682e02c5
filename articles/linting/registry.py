"""All rules, in the order in which their findings are listed, and the table of docs/linter.md that is made of them.

`python -m articles.linting.registry` prints the document.
"""

from typing import Any

from articles.linting.finding import Finding, Severity
from articles.linting.page import Page
from articles.linting.rule import Rule
from articles.linting.rules import address, claims, drugs, language, people, pictures, sources, structure
from articles.linting.surroundings import Surroundings

RULES: tuple[Rule, ...] = (
    structure.heading_order,
    structure.table_header,
    structure.broken_link,
    structure.bare_url,
    claims.uncited_dose,
    claims.uncited_institution,
    claims.uncited_recommendation,
    claims.uncited_number,
    drugs.drug_without_source,
    people.untied_attribution,
    people.wavering_attribution,
    sources.old_source,
    pictures.alt_file_name,
    pictures.alt_image_of,
    pictures.alt_duplicate,
    pictures.alt_misfit,
    address.slug_contradiction,
    address.slug_stale,
    language.typo,
    language.reading_grade,
    language.long_sentence,
    language.plain_word,
)
WAIVABLE = frozenset(rule.code for rule in RULES if rule.severity == Severity.WARNING)

_ORDER = list(Severity)


def findings_in(content: dict[str, Any] | Page, surroundings: Surroundings) -> list[Finding]:
    """Return what the rules find in a frozen document, each finding once: errors, then warnings, then advice."""
    page = content if isinstance(content, Page) else Page(content)
    found = dict.fromkeys(finding for rule in RULES for finding in rule.findings(page, surroundings))
    return sorted(found, key=lambda finding: _ORDER.index(finding.severity))


def as_markdown() -> str:
    lines = [
        "# The linter",
        "",
        "Rules that read a frozen draft as an attentive copy editor would: deterministic, offline, the same for all.",
        "An **error** blocks submission. So does a **warning**, until it is mended or somebody writes down why it may",
        "stay: that waiver is part of the version which the reviewer judges, and it is void as soon as the words it",
        "names are other words. **Advice** never blocks. What a draft lacks altogether is an error, too; see",
        "`articles/editorial/requirements.py`.",
        "",
        "`manage.py lint_articles` lists the findings of all drafts, `--article SLUG` those of one, `--severity error`",
        "the gravest only; it ends with 1 if there are errors. This page is made from the rules:",
        "`python -m articles.linting.registry > docs/linter.md`.",
        "",
        "| code | severity | finds | not when | what helps |",
        "| --- | --- | --- | --- | --- |",
    ]
    for rule in RULES:
        lines.append(f"| `{rule.code}` | {rule.severity} | {rule.finds} | {rule.unless} | {rule.hint} |")
    for module in (claims, sources):
        lines += ["", *(module.__doc__ or "").strip().splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
