"""Frozen documents for the linter: whole and quiet, so that a test plants only its defect."""

from datetime import date

from articles.linting.registry import findings_in
from articles.linting.surroundings import Surroundings

DAY = date(2026, 11, 22)
CITE = '<sup class="cite" data-cite="{}"><button type="button"><span>1</span></button></sup>'
ROE = {
    "expert": "11111111-1111-4111-8111-111111111111",
    "slug": "ana-roe",
    "name": "Ana Roe",
    "degrees": ["MD"],
    "role": "quoted",
    "affiliations": [{"institution": "Lakeshore Teaching Hospital"}],
}


def cite(key="first"):
    return CITE.format(key)


def said(words, kind="quote"):
    return f'<span class="{kind}" data-expert="{ROE["expert"]}">{words}</span>'


def reference(key="first", *, kind="cohort_study", year=2024, html="Sample A. Pain in joints. <em>J Tests</em>. 2024."):
    return {"number": 1, "key": key, "kind": kind, "kind_label": kind.replace("_", " "), "year": year, "html": html}


def picture(alt="Drawing of a bent knee.", caption="A knee that hurts on the stairs.", digest="a" * 64):
    return {"alt": alt, "caption": caption, "digest": digest}


def section(html, *, id="overview", heading="How joints and MS are linked", figure=None):
    return {"id": id, "nav_label": heading, "heading": heading, "html": html, "figure": figure}


def document(*bodies, **fields):
    """A document with one section per HTML in `bodies`; `fields` replace whole fields."""
    return {
        "slug": "sore-knees",
        "title": "Sore knees",
        "summary": "Why a knee can hurt.",
        "lede": "<p>A knee can hurt.</p>",
        "key_points": [],
        "hero": picture(),
        "sections": [
            section(html, id=f"section-{number}", heading=f"Part {number}") for number, html in enumerate(bodies, 1)
        ]
        or [section("<p>Ask your doctor.</p>")],
        "emergency": "",
        "bylines": [ROE],
        "references": [reference()],
        "topics": [{"slug": "joint-pain", "name": "Joint pain"}],
        "waivers": [],
        **fields,
    }


def found(content, code=None, **surroundings):
    findings = findings_in(content, Surroundings(on=DAY, **surroundings))
    return [finding for finding in findings if code is None or finding.code == code]
