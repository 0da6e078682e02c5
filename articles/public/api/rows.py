"""Publications, versions, topics and experts as the table says. Every digest is the one in the receipt."""

from datetime import date
from typing import Any

from django.urls import reverse

from articles.content.html import plain_text
from articles.models import Publication, Standing
from articles.public import social
from articles.public.delivery import absolute
from articles.public.releases import Told
from articles.public.tree import Branch
from experts.models import Expert

Row = dict[str, Any]


def article(publication: Publication, standing: Standing) -> Row:
    content = publication.version.content
    return {
        "uid": str(publication.article_uid),
        "slug": publication.slug,
        "url": absolute(publication.get_absolute_url()),
        "title": publication.title,
        "summary": publication.summary,
        "language": publication.language,
        "authors": [_named("expert", line) for line in content["bylines"] if line["role"] == "author"],
        "topics": [_named("topic", topic) for topic in content["topics"]],
        "first_published_on": publication.first_published_on.isoformat(),
        "changed_on": publication.changed_on.isoformat(),
        "review": {
            "state": standing.state.value,
            "words": standing.words,
            "has_badge": standing.has_badge,
            "reviewers": [_named("expert", person) for person in standing.reviewers],
            "reviewed_on": standing.reviewed_on.isoformat() if standing.reviewed_on else None,
            "due_on": standing.due_on.isoformat() if standing.due_on else None,
            "approved_digest": standing.approved_digest or None,
        },
        "safety_notice": _safety_notice(publication),
        "version": publication.version.number,
        "digest": publication.version.digest,
        "receipt": absolute(reverse("public:receipt", args=[publication.slug])),
        "card": social.picture_of(publication, standing).address,
    }


def _safety_notice(publication: Publication) -> Row | None:
    if not publication.safety_notice:
        return None
    return {"text": publication.safety_notice, "on": publication.safety_notice_on.isoformat()}


def version(release: Publication, told: Told, *, shown_now: Publication) -> Row:
    return {
        "article": str(release.article_uid),
        "number": release.version.number,
        "digest": release.version.digest,
        "published_at": release.visible_from.isoformat(),
        "change_note": release.change_note,
        "is_shown_now": release.version_id == shown_now.version_id,
        "changed": told.change.words if told.change else None,
    }


def topic(branch: Branch, parents: dict[int, str]) -> Row:
    found = branch.topic
    return {
        "slug": found.slug,
        "url": absolute(found.get_absolute_url()),
        "name": found.name,
        "kind": found.kind,
        "code": found.code,
        "synonyms": found.synonyms,
        "description": found.description,
        "parent": parents.get(found.parent_id),
        "articles": branch.pages,
    }


def expert(person: Expert, *, on: date) -> Row:
    places = [row.as_credited() for row in person.affiliations.all() if row.is_current(on=on)]
    return {
        "uid": str(person.uid),
        "slug": person.slug,
        "url": absolute(person.get_absolute_url()),
        "name": person.name,
        "degrees": person.degrees,
        "title": person.title,
        "bio": person.bio,
        "specialties": person.specialties,
        "orcid": person.orcid,
        "affiliations": [
            {key: place[key] for key in ("role", "unit", "institution", "city", "region")} for place in places
        ],
    }


def sources(publication: Publication) -> list[Row]:
    return [
        {
            "source": reference["source"],
            "article": str(publication.article_uid),
            "digest": publication.version.digest,
            "number": reference["number"],
            "reference": " ".join(plain_text(reference["html"]).split()),
            **{key: reference[key] for key in ("locator", "kind", "year", "doi", "pmid", "isbn", "url")},
        }
        for reference in publication.version.content["references"]
    ]


def _named(kind: str, row: Row) -> Row:
    return {
        "slug": row["slug"],
        "name": row["name"],
        "url": absolute(reverse(f"reading:{kind}", args=[row["slug"]])),
    }
