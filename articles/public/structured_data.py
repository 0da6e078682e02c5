"""JSON-LD for machines. It says what the page says and nothing more; the badge and its date come from the standing."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.content.html import plain_text
from articles.models import Publication, Standing
from articles.public.delivery import absolute

# "</script>" in a title would end the script; U+2028 and U+2029 end a line in older parsers.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def script_text(data: dict[str, Any]) -> SafeString:
    """Return `data` as JSON that cannot leave its <script> element."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))  # noqa: S308


def article_page(publication: Publication, standing: Standing, crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the MedicalWebPage that this article page is."""
    content = publication.version.content
    address = absolute(publication.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": content["title"],
        "description": content["summary"],
        "inLanguage": content["language"],
        "author": [_person(line) for line in content["bylines"] if line["role"] == "author"],
        "editor": [_person(line) for line in content["bylines"] if line["role"] == "editor"],
        "datePublished": publication.first_published_on.isoformat(),
        "dateModified": publication.changed_on.isoformat(),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")},
        "copyrightYear": publication.changed_on.year,
        "image": _image(content["hero"]),
        "about": [_topic(topic) for topic in content["topics"]],
        "citation": [_work(reference) for reference in content["references"]],
        "correction": [
            {"@type": "CorrectionComment", "text": notice["text"], "datePublished": notice["on"]}
            for notice in content["corrections"]
        ],
        "breadcrumb": _breadcrumb(crumbs),
        # Where the page is in its life: due soon, due, overdue, lapsed, in the words that its readers see.
        "creativeWorkStatus": standing.words,
    }
    if standing.has_badge:
        reviewers = [_person(credit) for credit in standing.reviewers]
        data["reviewedBy"] = reviewers[0] if len(reviewers) == 1 else reviewers
        data["lastReviewed"] = standing.reviewed_on.isoformat()
    return _filled(data)


def expert_page(expert, *, affiliations: Iterable[Any], crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the ProfilePage of an expert."""
    address = absolute(expert.get_absolute_url())
    person = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": expert.name,
        "honorificSuffix": ", ".join(expert.degrees),
        "jobTitle": expert.title,
        "description": expert.bio,
        "url": address,
        "image": _image(expert.portrait),
        "affiliation": [_institution(row.as_credited()) for row in affiliations],
        "knowsAbout": expert.specialties,
        "sameAs": f"https://orcid.org/{expert.orcid}" if expert.orcid else "",
    }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": address,
        "mainEntity": _filled(person),
        "breadcrumb": _breadcrumb(crumbs),
    }


def website() -> dict[str, Any]:
    """Return the WebSite that this is, with the way to search it."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute('/search/')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _person(credit: dict[str, Any]) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Person",
            "name": credit["name"],
            "honorificSuffix": ", ".join(credit["degrees"]),
            "jobTitle": credit["title"],
            "affiliation": [_institution(row) for row in credit["affiliations"]],
            "url": absolute(reverse("reading:expert", args=[credit["slug"]])),
        }
    )


def _institution(affiliation: dict[str, str]) -> dict[str, Any]:
    place = {"addressLocality": affiliation["city"], "addressRegion": affiliation["region"]}
    address = {"@type": "PostalAddress", **_filled(place)} if any(place.values()) else None
    return _filled({"@type": "Organization", "name": affiliation["institution"], "address": address})


def _image(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    if not figure:
        return None
    return _filled(
        {
            "@type": "ImageObject",
            "url": absolute(default_storage.url(figure["src"])),
            "width": figure["width"],
            "height": figure["height"],
            "caption": figure["caption"],
            "creditText": figure["credit"],
        }
    )


KINDS = {"condition": "MedicalCondition", "drug": "Drug", "symptom": "MedicalSignOrSymptom"}


def _topic(topic: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": KINDS.get(topic.get("kind", ""), "Thing"),
        "name": topic["name"],
        "url": absolute(reverse("reading:topic", args=[topic["slug"]])),
    }


def _work(reference: dict[str, Any]) -> dict[str, Any]:
    return _filled({"@type": "CreativeWork", "name": plain_text(reference["html"]), "url": _where_to_read(reference)})


def _where_to_read(reference: dict[str, Any]) -> str:
    """The address under the printed reference: the DOI, else the page, else PubMed."""
    if reference["doi"]:
        return f"https://doi.org/{reference['doi']}"
    return reference["url"] or (reference["pmid"] and f"https://pubmed.ncbi.nlm.nih.gov/{reference['pmid']}/")


def _breadcrumb(crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an empty author list would say that nobody wrote the page."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
