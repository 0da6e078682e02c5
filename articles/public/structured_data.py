"""JSON-LD for machines. It says what the page says and nothing more; the badge and its date come from the standing."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.addresses import address_of
from articles.models import Publication, SitePageVersion, Standing
from articles.public import schema_org
from articles.public.delivery import absolute
from articles.public.schema_org import Thing, filled

# "</script>" in a title would end the script; U+2028 and U+2029 end a line in older parsers.
ESCAPES = {char: f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}
Crumbs = list[tuple[str, str]]


def script_text(data: Thing) -> SafeString:
    """Return `data` as JSON that cannot leave its <script> element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, escape in ESCAPES.items():
        written = written.replace(char, escape)
    return mark_safe(written)  # noqa: S308


def article_page(publication: Publication, standing: Standing, crumbs: Crumbs) -> Thing:
    """Return the MedicalWebPage that this article page is."""
    content = publication.version.content
    about = [schema_org.topic(topic) for topic in content["topics"]]
    data = _page("MedicalWebPage", publication.get_absolute_url(), crumbs) | {
        "name": content["title"],
        "description": content["summary"],
        "inLanguage": content["language"],
        "audience": {"@type": "Patient"},
        "author": [schema_org.person(line) for line in content["bylines"] if line["role"] == "author"],
        "editor": [schema_org.person(line) for line in content["bylines"] if line["role"] == "editor"],
        "datePublished": publication.first_published_on.isoformat(),
        "dateModified": publication.changed_on.isoformat(),
        "publisher": schema_org.organization(),
        "copyrightYear": publication.changed_on.year,
        "image": schema_org.image(content["hero"]),
        "about": about,
        # What the page is mainly about, told in full among `about`.
        "mainEntity": {"@id": about[0]["@id"]} if about else None,
        "specialty": schema_org.specialty(content["topics"]),
        "citation": [schema_org.work(reference) for reference in content["references"]],
        "correction": [
            {"@type": "CorrectionComment", "text": notice["text"], "datePublished": notice["on"]}
            for notice in content["corrections"]
        ],
        # Where the page is in its life: due soon, due, overdue, lapsed, in the words that its readers see.
        "creativeWorkStatus": gettext(standing.words),
    }
    if standing.has_badge and standing.reviewed_on:
        reviewers = [schema_org.person(credit) for credit in standing.reviewers]
        data["reviewedBy"] = reviewers[0] if len(reviewers) == 1 else reviewers
        data["lastReviewed"] = standing.reviewed_on.isoformat()
    return filled(data)


def expert_page(expert, *, affiliations: Iterable[Any], credentials: Iterable[Any], crumbs: Crumbs) -> Thing:
    """Return the ProfilePage of an expert, with those affiliations and credentials that the page shows."""
    address = absolute(expert.get_absolute_url())
    person = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": expert.name,
        "honorificSuffix": ", ".join(expert.degrees),
        "jobTitle": expert.title,
        "description": expert.bio,
        "url": address,
        "image": schema_org.image(expert.portrait),
        "affiliation": [schema_org.institution(row.as_credited()) for row in affiliations],
        "hasCredential": [schema_org.credential(row) for row in credentials],
        "knowsAbout": expert.specialties,
        "identifier": [
            found
            for system, value in (("ORCID", expert.orcid), ("NPI", expert.npi))
            if (found := schema_org.identifier(system, value))
        ],
        "sameAs": f"https://orcid.org/{expert.orcid}" if expert.orcid else "",
    }
    return _page("ProfilePage", expert.get_absolute_url(), crumbs) | {"mainEntity": filled(person)}


# What machines call some of the pages about the site; the others are a WebPage.
KINDS_OF_PAGES = {
    "contact": "ContactPage",
    "editorial-policy": "AboutPage",
    "how-we-review": "AboutPage",
    "medical-review-board": "AboutPage",
}


def site_page(version: SitePageVersion, *, address: str, crumbs: Crumbs) -> Thing:
    """Return the page about the site whose newest version this is."""
    content = version.content
    return _page(KINDS_OF_PAGES.get(content["slug"], "WebPage"), address, crumbs) | {
        "name": content["title"],
        "description": content["summary"],
        "inLanguage": content["language"],
        "dateModified": version.made_at.date().isoformat(),
        "publisher": schema_org.organization(),
    }


def website() -> Thing:
    """Return the WebSite that this is, with the way to search it, and who publishes it."""
    return {
        "@context": schema_org.URL,
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "name": settings.SITE_NAME,
        "url": absolute(address_of("reading:home")),
        "publisher": schema_org.organization(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(address_of('reading:search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def _page(kind: str, path: str, crumbs: Crumbs) -> Thing:
    address = absolute(path)
    return {
        "@context": schema_org.URL,
        "@type": kind,
        "@id": address,
        "url": address,
        "breadcrumb": schema_org.breadcrumb(crumbs),
    }
