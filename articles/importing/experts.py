"""The people of an imported page among our experts: found by name, or made as unverified."""

from articles.editorial.drafts import free_profile_slug
from articles.importing.page import Affiliation, Person
from articles.importing.report import Report
from experts.models import Affiliation as ExpertAffiliation
from experts.models import Expert


def find(person: Person, report: Report) -> Expert | None:
    """Return the expert of this name as we know them, or None.

    What the page says of a known expert changes nothing: profiles belong to those who verified them.
    """
    namesakes = list(Expert.objects.filter(name__iexact=person.name).order_by("-is_verified", "pk")[:2])
    if not namesakes:
        return None
    known = namesakes[0]
    if len(namesakes) > 1:
        report.doubt(person.number, f"Several experts are called {person.name}; {known.credited_name} was taken.")
    elif person.degrees and set(person.degrees) != set(known.degrees):
        said = ", ".join([person.name, *person.degrees])
        report.doubt(person.number, f"The page says {said}; we know {known.credited_name}.")
    return known


def make(person: Person, report: Report) -> Expert:
    """Make an expert of what the page says; nobody has verified it."""
    expert = Expert.objects.create(
        name=person.name,
        slug=free_profile_slug(person.name),
        degrees=list(person.degrees),
        title=_fitting(person.title, Expert, "title", person, report),
        specialties=list(person.specialties),
        bio=person.bio,
        is_verified=False,
    )
    for place in person.affiliations:
        expert.affiliations.create(**_post(place, person, report))
    report.doubt(person.number, f"{expert.credited_name} is new here; somebody must check who this is.")
    return expert


def _post(place: Affiliation, person: Person, report: Report) -> dict[str, str]:
    names = ("role", "unit", "institution", "city", "region")
    return {name: _fitting(getattr(place, name), ExpertAffiliation, name, person, report) for name in names}


def _fitting(
    text: str, model: type[Expert] | type[ExpertAffiliation], field: str, person: Person, report: Report
) -> str:
    """Return `text` as long as its field holds; what had to be cut is told in full."""
    longest = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    if longest is None or len(text) <= longest:
        return text
    report.doubt(person.number, f"The {field} of {person.name} was cut; it was: {text}")
    return text[: longest - 1] + "…"
