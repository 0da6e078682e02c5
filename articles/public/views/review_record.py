"""The public record of a live page's review: who decided what on which version when; and the same as a receipt."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.editorial import ledger
from articles.editorial.roles import Role
from articles.models import EditorialRecord, Event, Publication
from articles.models.record import RELEASES, REVIEWS
from articles.public.delivery import absolute, answer, page
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.receipts import receipt_of
from articles.public.views.article import crumbs_to

DECISIONS = {*REVIEWS, Event.CHANGES_REQUESTED}
# Who asked whom, who declined and who was refused is for the desk.
NOTICES = {Event.WITHDRAWN, Event.READERS_WARNED}
TOLD = [*RELEASES, *DECISIONS, *NOTICES, Event.IMPORTED, Event.REINSTATED, Event.WARNING_LIFTED]
# Readers see these notes anyway: as change note, correction, safety notice, reason of a withdrawal. All others are for
# the desk.
NOTED = {*RELEASES, *NOTICES}
STAFF = {Role.EDITOR: _("an editor"), Role.WRITER: _("a writer"), Role.ADMINISTRATOR: _("an administrator")}


@dataclass(frozen=True)
class Entry:
    """One decision as readers are told it. `person` is who decided, as credited then; staff are told by `role`."""

    record: EditorialRecord
    person: dict[str, Any] | None
    role: str
    note: str

    @property
    def is_release(self) -> bool:
        return self.record.event in RELEASES

    @property
    def is_decision(self) -> bool:
        return self.record.event in DECISIONS


@require_safe
@with_publication
def review_record(request: HttpRequest, publication: Publication) -> HttpResponse:
    context = {
        "publication": publication,
        "content": publication.version.content,
        "standing": publication.standing(),
        "entries": entries_of(publication),
        "checkpoint": ledger.checkpoint(),
        "crumbs": [*crumbs_to(publication), (publication.title, publication.get_absolute_url())],
        "canonical": absolute(request.path),
        "section": "articles",
    }
    keys = [*keys_of(publication), "ledger"]
    return page(request, "articles/review_record.html", context, modified=changed_at(publication), keys=keys)


@require_safe
@with_publication
def receipt(request: HttpRequest, publication: Publication) -> HttpResponse:
    text = json.dumps(receipt_of(publication), ensure_ascii=False, indent=2, sort_keys=True)
    response = answer(request, text + "\n", content_type="application/json", keys=[*keys_of(publication), "ledger"])
    # Anybody's page may read it: it is public, and no cookie goes with it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def entries_of(publication: Publication) -> list[Entry]:
    """Everything decided on this article that readers are told, the newest first.

    A decision on a version is told once that version or a later one is out: nobody learns here what is being prepared.
    """
    released = Publication.objects.released().filter(article=publication.article_id)
    versions = dict(released.values_list("release", "version__number"))
    newest = max(versions.values())
    records = EditorialRecord.objects.filter(article=publication.article_id, event__in=TOLD).order_by("-sequence")
    named = {line["expert"] for line in publication.version.content["bylines"]}
    return [entry_of(record, named) for record in records if _is_out(record, versions, newest)]


def entry_of(record: EditorialRecord, named: Iterable[str]) -> Entry:
    """Tell a reviewer by name, other staff only if this page names them. Of an altered entry nothing is told."""
    if not record.is_intact:
        return Entry(record, person=None, role="", note="")
    actor = record.facts["actor"]
    credit = actor["credit"]
    is_known = credit is not None and (record.event in DECISIONS or credit["expert"] in named)
    role = next((words for role, words in STAFF.items() if role in actor["roles"]), _("the staff"))
    note = record.note if record.event in NOTED else ""
    return Entry(record, person=credit if is_known else None, role=role, note=note)


def _is_out(record: EditorialRecord, versions: dict[int, int], newest: int) -> bool:
    if record.event in RELEASES:
        return record.pk in versions
    if record.event in DECISIONS and record.is_intact:
        return record.facts["version"] <= newest
    return True
