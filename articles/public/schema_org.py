"""The things that pages tell machines of, in the words of schema.org. tests/data/schema_org.json holds those we use."""

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from articles.addresses import address_of
from articles.content.html import plain_text
from articles.public.delivery import absolute
from articles.public.picture_addresses import picture_address

Thing = dict[str, Any]
URL = "https://schema.org"


def filled(data: Thing) -> Thing:
    """Without what is empty: an empty author list would say that nobody wrote the page."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


# --- The site


def organization() -> Thing:
    """Who publishes all of this, with the pages that say by which rules."""
    return {
        "@type": "Organization",
        "@id": absolute("/#organization"),
        "name": settings.SITE_NAME,
        "url": absolute(address_of("reading:home")),
        "logo": {"@type": "ImageObject", "url": absolute(static("icon.svg")), "encodingFormat": "image/svg+xml"},
        "publishingPrinciples": absolute(address_of("reading:site_page", "how-we-review")),
        "correctionsPolicy": absolute(address_of("reading:site_page", "corrections")),
        "ethicsPolicy": absolute(address_of("reading:site_page", "editorial-policy")),
    }


def breadcrumb(crumbs: list[tuple[str, str]]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": _page(path)}
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def listed(paths: list[tuple[str, str]]) -> Thing:
    """A list of pages by name and address, in the order in which readers see it."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(paths),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "url": absolute(path)}
            for position, (name, path) in enumerate(paths, start=1)
        ],
    }


def _page(path: str) -> Thing:
    return {"@type": "WebPage", "@id": absolute(path)}


# --- People


def person(credit: Thing) -> Thing:
    """Somebody as a page credits them. A Physician is a practice to schema.org, so a doctor is a Person, too."""
    address = absolute(address_of("reading:expert", credit["slug"]))
    return filled(
        {
            "@type": "Person",
            "@id": f"{address}#person",
            "name": credit["name"],
            "honorificSuffix": ", ".join(credit["degrees"]),
            "jobTitle": credit["title"],
            "affiliation": [institution(row) for row in credit["affiliations"]],
            "url": address,
        }
    )


def institution(affiliation: dict[str, str]) -> Thing:
    place = filled({"addressLocality": affiliation["city"], "addressRegion": affiliation["region"]})
    address = {"@type": "PostalAddress", **place} if place else None
    return filled({"@type": "Organization", "name": affiliation["institution"], "address": address})


def credential(row: Any) -> Thing:
    """A license or certificate that we checked with whoever issued it."""
    return filled(
        {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": row.kind,
            "recognizedBy": {"@type": "Organization", "name": row.issuer},
            "identifier": row.number,
            "expires": row.expires_on.isoformat() if row.expires_on else None,
        }
    )


def identifier(system: str, value: str) -> Thing | None:
    return {"@type": "PropertyValue", "propertyID": system, "value": value} if value else None


# --- Pictures


def image(figure: Thing | None) -> Thing | None:
    if not figure:
        return None
    return filled(
        {
            "@type": "ImageObject",
            "url": absolute(picture_address(figure["src"])),
            "width": _pixels(figure["width"]),
            "height": _pixels(figure["height"]),
            "caption": figure["caption"],
            "creditText": figure["credit"],
        }
    )


def _pixels(number: int) -> Thing:
    # E37 is the pixel in the list of units that schema.org refers to (UN/CEFACT).
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


# --- Topics

KINDS = {"condition": "MedicalCondition", "drug": "Drug", "symptom": "MedicalSymptom"}
_CODE = re.compile(r"(?P<system>[A-Za-z][\w-]*):\s*(?P<value>[\w.]*\w)", re.ASCII)
# Which specialty of schema.org sees to a chapter of ICD-10, by the letter of its codes; most letters have none.
SPECIALTIES = {
    "A": "Infectious", "B": "Infectious", "C": "Oncologic", "E": "Endocrine", "F": "Psychiatric", "G": "Neurologic",
    "I": "Cardiovascular", "J": "Pulmonary", "K": "Gastroenterologic", "L": "Dermatologic", "M": "Musculoskeletal",
    "O": "Obstetric",
}  # fmt: skip


def topic(named: Thing) -> Thing:
    """A topic as the version has it: what the page is about, with its codes in public vocabularies."""
    kind = KINDS.get(named.get("kind", ""), "Thing")
    address = absolute(address_of("reading:topic", named["slug"]))
    # An area of medicine is no medical entity, and has no code to schema.org.
    codes = [
        {"@type": "MedicalCode", "codingSystem": system, "codeValue": value}
        for system, value in (codes_of(named) if kind != "Thing" else [])
    ]
    return filled({"@type": kind, "@id": f"{address}#topic", "name": named["name"], "url": address, "code": codes})


def codes_of(named: Thing) -> list[tuple[str, str]]:
    """The codes of a topic: MeSH:D009103, ICD-10:G35 is (MeSH, D009103) and (ICD-10, G35)."""
    return [(found["system"], found["value"]) for found in _CODE.finditer(named.get("code") or "")]


def specialty(topics: list[Thing]) -> str | None:
    """The field of medicine that the main topic falls into, if its code in ICD-10 says so."""
    for system, value in codes_of(topics[0]) if topics else []:
        if system.upper().startswith("ICD-10") and value[0].upper() in SPECIALTIES:
            return f"{URL}/{SPECIALTIES[value[0].upper()]}"
    return None


# --- Sources

WORKS = {"book": "Book", "web_page": "WebPage", "guideline": "CreativeWork"}


def work(reference: Thing) -> Thing:
    """A source as its reference is printed. What was published under a DOI or in PubMed is a scholarly article."""
    kind = WORKS.get(reference["kind"], "ScholarlyArticle")
    if kind == "CreativeWork" and (reference["doi"] or reference["pmid"]):
        kind = "ScholarlyArticle"
    identifiers = [
        identifier(system, reference[key]) for system, key in (("DOI", "doi"), ("PMID", "pmid"), ("ISBN", "isbn"))
    ]
    return filled(
        {
            "@type": kind,
            "name": _words_of(reference["html"]),
            "url": _where_to_read(reference),
            "identifier": [found for found in identifiers if found],
            "datePublished": f"{reference['year']:04}" if reference["year"] else None,
        }
    )


_INLINE = re.compile(r"</?(?:em|a)(?: [^<>]*)?>")


def _words_of(html: str) -> str:
    """The words of a printed reference. It is one line with emphasis and links, unless somebody wrote it otherwise."""
    words = _INLINE.sub("", html)
    return " ".join((plain_text(html) if "<" in words else unescape(words)).split())


def _where_to_read(reference: Thing) -> str:
    """The address under the printed reference: the DOI, else the page, else PubMed."""
    if reference["doi"]:
        return f"https://doi.org/{reference['doi']}"
    return reference["url"] or (reference["pmid"] and f"https://pubmed.ncbi.nlm.nih.gov/{reference['pmid']}/")
