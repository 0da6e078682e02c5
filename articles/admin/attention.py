"""What else somebody must look at: sources under a cloud, comments without an answer, people whose papers run out."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.admin.worklists import is_own, is_ready, scheduled
from articles.editorial.roles import Role
from articles.models import Article, Citation, Comment, Publication, Source, State
from articles.models.source import SourceStatus
from experts.models import Credential, Disclosure, Expert, User
from experts.models.disclosure import VALID_DAYS

ALARMING = (SourceStatus.RETRACTED, SourceStatus.CONCERN, SourceStatus.CORRECTED)
CREDENTIAL_NOTICE = timedelta(days=60)
DISCLOSURE_NOTICE = timedelta(days=30)


def alarming_sources() -> QuerySet[Source]:
    """Retracted, corrected or doubted sources that a draft or a live page cites."""
    alarming = Source.objects.filter(status__in=ALARMING)
    cited = Exists(Citation.objects.filter(source=OuterRef("pk")))
    # A draft that dropped the source says nothing of the page that is still live.
    dropped = dict(alarming.filter(~cited).values_list("uid", "pk"))
    return alarming.filter(cited | Q(pk__in=[dropped[uid] for uid in _in_live_pages(list(dropped))]))


def _in_live_pages(uids: list[Any]) -> set[Any]:
    """Those of `uids` that stand in a live page whose draft has moved on."""
    if not uids:
        return set()
    mentioned = Q()
    for uid in uids:
        mentioned |= Q(version__document__contains=str(uid))
    documents = list(_ahead().filter(mentioned).values_list("version__document", flat=True))
    return {uid for uid in uids if any(str(uid) in document for document in documents)}


def _ahead() -> QuerySet[Publication]:
    """Live pages whose draft has moved on: found by the state of their articles, as nearly no page is one of them."""
    now = timezone.now()
    moved = Article.objects.filter(~Q(state=State.APPROVED)).values("pk")
    to_come = Article.objects.filter(is_ready(now) | Q(pk__in=scheduled(now).order_by().values("article")))
    live = Publication.objects.live(now).order_by()
    return live.filter(Q(article__in=moved) | Q(article__in=to_come.values("pk"))).exclude(
        version=F("article__latest_version")
    )


def comments_to_answer(user: Any) -> QuerySet[Comment]:
    """Open threads on the articles of `user` in which somebody else had the last word."""
    answers = Comment.objects.filter(parent=OuterRef("pk")).order_by("-made_at", "-pk")
    newest = Subquery(answers.values("author")[:1], output_field=BigIntegerField())
    said = Comment.objects.open().annotate(last_by=Coalesce(newest, F("author"), output_field=BigIntegerField()))
    return said.filter(is_own(user, article="article")).exclude(last_by=user.pk)


def has_the_last_word(user: Any, thread: Comment) -> bool:
    """Whether nobody said anything in `thread` after `user`; the same rule for one thread whose answers are read."""
    return [thread, *thread.answers.all()][-1].author_id == user.pk


def users_without_role() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_superuser=False, groups__isnull=True).order_by("-date_joined")


def experts_to_renew(on: date | None = None) -> QuerySet[Expert]:
    """People with an account whose credentials lapse within two months, or whose disclosure is about a year old."""
    on = on or timezone.now().date()
    credentials = Credential.objects.filter(expert=OuterRef("pk"))
    lasting = credentials.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=on + CREDENTIAL_NOTICE))
    lasting = lasting.filter(verified_on__lte=on)
    recent = on - timedelta(days=VALID_DAYS) + DISCLOSURE_NOTICE
    disclosed = Disclosure.objects.filter(expert=OuterRef("pk"), declared_on__range=(recent, on))
    reviewers = User.groups.through.objects.filter(user=OuterRef("user"), group__name=Role.MEDICAL_REVIEWER)
    must_hold = Exists(credentials) | Exists(reviewers)
    return Expert.objects.filter((must_hold & ~Exists(lasting)) | ~Exists(disclosed), user__is_active=True)


def why_to_renew(expert: Expert, *, on: date) -> str:
    """Say what runs out or ran out; `expert` comes with their profile."""
    sentences = []
    if expert.credentials.all():
        held = expert.valid_credential(on=on)
        if held is None:
            sentences.append("No credential is valid today.")
        elif not any(row.is_valid(on=on + CREDENTIAL_NOTICE + timedelta(days=1)) for row in expert.credentials.all()):
            sentences.append("The credential lapses soon.")
    if expert.current_disclosure(on=on) is None:
        sentences.append("No disclosure within a year.")
    elif expert.current_disclosure(on=on + DISCLOSURE_NOTICE) is None:
        sentences.append("The disclosure is almost a year old.")
    return " ".join(sentences) or "No credential is on record."
