"""Where a picture is used: drafts, pages, portraits; and whether it can go."""

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Figure, Publication, PublicationFile, Section, Version
from experts.models import Expert


def with_use(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Say of each picture whether a draft, a page of any time or a profile shows it: `is_used`, `is_public`."""
    published = PublicationFile.objects.filter(name=OuterRef("src"))
    live = published.filter(publication__in=Publication.objects.live())
    heroes = Article.objects.filter(hero=OuterRef("pk"))
    in_sections = Section.objects.filter(figure=OuterRef("pk"))
    # As text: within JSON, a digest stands in quotation marks. One set for all rows, as no index leads into JSON.
    portraits = Expert.objects.annotate(digest=Cast(KT("portrait__digest"), TextField())).filter(digest__isnull=False)
    is_used = Exists(heroes) | Exists(in_sections) | Exists(published) | Q(digest__in=portraits.values("digest"))
    return figures.annotate(is_used=is_used, is_public=Exists(live))


def drafts_using(figure: Figure) -> QuerySet[Article]:
    in_sections = Section.objects.filter(figure=figure).values("article")
    return Article.objects.filter(Q(hero=figure) | Q(pk__in=in_sections)).order_by("title", "pk")


def pages_showing(figure: Figure) -> QuerySet[Publication]:
    """Live pages, newest first."""
    return Publication.objects.live().showing(figure.src).newest_first()


def portraits_of(figure: Figure) -> QuerySet[Expert]:
    return Expert.objects.filter(portrait__digest=figure.digest).order_by("name")


def require_unused(figure: Figure) -> None:
    """Refuse to let a picture go that something shows, or that a version or a decision has frozen.

    Only here every version is looked through, because a picture is seldom deleted.
    """
    shown_in = [
        *[f"the draft “{article}”" for article in drafts_using(figure)[:3]],
        *[f"the profile of {expert}" for expert in portraits_of(figure)[:3]],
    ]
    if shown_in:
        raise EditorialError(f"{figure} is used in {' and '.join(shown_in)}. Take it out there first.")
    version = Version.objects.filter(document__contains=figure.digest).select_related("article").first()
    if version:
        raise EditorialError(
            f"{figure} stands in version {version.number} of “{version.article}”. Versions are kept as they were, "
            "so the picture stays, too."
        )
    if EditorialRecord.objects.filter(document__contains=figure.digest).exists():
        raise EditorialError(f"{figure} stands in the ledger as somebody's portrait, so it stays.")


def is_file_used(name: str) -> bool:
    """Whether any picture has the file `name`, as itself or as one of its sizes."""
    sizes = Figure.objects.annotate(sizes=Cast("renditions", TextField())).filter(sizes__contains=name)
    return Figure.objects.filter(src=name).exists() or sizes.exists()
