"""Which publications cite a source, by a word that the index holds for each identifier in a frozen version."""

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.content.search_words import word_of_source
from articles.models import Publication
from articles.search.finding import BACKENDS
from articles.search.question import Part, Question

# So many are looked up one by one; of more, the list of all articles is walked and soon has enough of them.
FEW = 200
ALL = 2**31 - 1


def citing(scheme: str, identifier: str, *, name: str) -> Q:
    """The condition that the publication called `name` cites this source. One query, of the index."""
    question = Question((Part((word_of_source(scheme, identifier),), is_quoted=True),))
    backend = BACKENDS[connections[Publication.objects.db].vendor]

    def cited(most: int) -> RawSQL:
        held, values = backend.newest(question, most=most)
        held = f"SELECT id FROM ({held}) AS held"  # noqa: S608
        return RawSQL(f"SELECT publication_id FROM articles_searchdocument WHERE id IN ({held})", values)  # noqa: S611

    first = list(Publication.objects.filter(pk__in=cited(FEW + 1)).order_by().values_list("pk", flat=True))
    return Q(**{f"{name}__in": first if len(first) <= FEW else cited(ALL)})
