"""The directory of the people whom readers may see: from A to Z or by specialty, everybody or those who do one thing.

The names are read whole and sorted here: databases put É behind Z, and cannot list somebody once under each of their
specialties. Names are short, and there are as many as people.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import BylineRole, PublicationExpert
from articles.models.standing import lapsed_if_due_before
from articles.public.lines import Line, letter_of, plain
from articles.public.people import public_experts
from articles.public.places import write_place
from experts.models import Expert

BY_SPECIALTY = "specialty"
# Behind every letter there is.
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Part:
    """What somebody does here: its word in the address, as a choice, and counted."""

    name: str
    role: str
    choice: Any


PARTS = (
    Part("writes", BylineRole.AUTHOR, _("Writes")),
    Part("reviews", BylineRole.MEDICAL_REVIEWER, _("Reviews")),
    Part("edits", BylineRole.EDITOR, _("Edits")),
    Part("quoted", BylineRole.QUOTED, _("Is quoted")),
)


@dataclass
class Directory:
    """Whom somebody looks for, and everybody who answers to that, as sorted lines."""

    specialty: str = ""
    part: Part | None = None
    is_by_specialty: bool = False
    lines: Sequence[Line] = ()
    specialties: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.specialty or self.part)

    @property
    def choices(self) -> dict[str, str]:
        said = {
            "specialty": self.specialty,
            "part": self.part.name if self.part else "",
            "order": BY_SPECIALTY if self.is_by_specialty else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def parts(self) -> list[tuple[Part, bool]]:
        return [(part, part is self.part) for part in PARTS]

    @property
    def letters(self) -> list[tuple[str, str]]:
        """Each letter with the place before the first name that begins with it. By specialty there are none."""
        if self.is_by_specialty:
            return []
        first = {line.group: line for line in reversed(self.lines)}
        return [(letter, write_place(first[letter].words, first[letter].key - 1)) for letter in sorted(first)]


def found(asked: Mapping[str, str]) -> Directory:
    """Read the query string, and then one short column of everybody. One query."""
    directory = Directory(specialty=asked.get("specialty", ""), is_by_specialty=asked.get("order") == BY_SPECIALTY)
    if asked.get("part"):
        directory.part = next((part for part in PARTS if part.name == asked["part"]), None)
        if directory.part is None:
            raise Http404
    everybody = public_experts()
    if directory.part:
        everybody = everybody.annotate(does=Exists(_doing(directory.part.role).filter(expert=OuterRef("pk"))))
    columns = ("pk", "name", "specialties", *(["does"] if directory.part else []))
    people = list(everybody.order_by().values_list(*columns))
    directory.specialties = Counter(name for _, _, names, *_ in people for name in dict.fromkeys(names))
    if directory.specialty and directory.specialty not in directory.specialties:
        raise Http404
    kept = [
        (pk, name, names)
        for pk, name, names, *does in people
        if all(does) and (not directory.specialty or directory.specialty in names)
    ]
    directory.lines = sorted(_by_specialty(kept) if directory.is_by_specialty else _by_name(kept))
    directory.specialties = dict(sorted(directory.specialties.items(), key=lambda pair: plain(pair[0])))
    return directory


def counted(experts: Sequence[Expert]) -> dict[int, list[tuple[Part, int]]]:
    """What each of these people does on live pages, and on how many. One query."""
    rows = (
        PublicationExpert.objects.filter(is_done(), expert__in=experts)
        .values_list("expert", "role")
        .annotate(pages=Count("publication", distinct=True))
    )
    pages = {(expert, role): number for expert, role, number in rows}
    return {
        expert.pk: [(part, pages[expert.pk, part.role]) for part in PARTS if (expert.pk, part.role) in pages]
        for expert in experts
    }


def _by_name(people: Sequence[tuple[int, str, list[str]]]) -> list[Line]:
    return [Line(plain(name), pk, letter_of(name)) for pk, name, _ in people]


def _by_specialty(people: Sequence[tuple[int, str, list[str]]]) -> list[Line]:
    nothing = gettext("No specialty named")
    return [
        Line(f"{plain(group) if group else LAST}\t{plain(name)}", pk, group or nothing)
        for pk, name, groups in people
        for group in dict.fromkeys(groups or [""])
    ]


def _doing(role: str) -> QuerySet[PublicationExpert]:
    return PublicationExpert.objects.filter(is_done(), role=role)


def is_done() -> Q:
    """On a page that is live; and somebody reviews where the review has not lapsed.

    Asked of the page of each row: as a list of all live pages it would be as long as the site.
    """
    now = timezone.now()
    has_begun = Q(publication__visible_from__lte=now, publication__withdrawn_at__isnull=True)
    is_not_over = Q(publication__visible_until__isnull=True) | Q(publication__visible_until__gt=now)
    lapsed = lapsed_if_due_before(now.date())
    is_reviewed = Q(publication__review__isnull=False, publication__review_due_on__gte=lapsed)
    return has_begun & is_not_over & (~Q(role=BylineRole.MEDICAL_REVIEWER) | is_reviewed)
