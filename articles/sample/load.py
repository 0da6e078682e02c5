"""Load the sample content: drafts are written, reviewed and published through the verbs, so their ledger is real."""

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from articles.editorial import pictures, workflow
from articles.editorial.findings import lint
from articles.editorial.roles import Role
from articles.models import Article, Figure, Notice, Source, Topic, Version
from experts.models import Expert, User
from experts.models.user import MailWish

HERE = Path(__file__).parent
PASSWORD = "sample-content-only"
LOGINS = {
    "writer": Role.WRITER,
    "reviewer": Role.MEDICAL_REVIEWER,
    "editor": Role.EDITOR,
    "administrator": Role.ADMINISTRATOR,
}
DAYS_TO_REVIEW = 5
_EXPERT_ROLES = {"writer": Role.WRITER, "medical_reviewer": Role.MEDICAL_REVIEWER, "editor": Role.EDITOR}


def is_loaded() -> bool:
    return Article.objects.exists() or Expert.objects.exists()


@transaction.atomic
def load(*, say: Callable[[str], None]) -> None:
    """Fill an empty database. All or nothing: a second try after a failure starts afresh."""
    figures = load_pictures()
    say(f"{len(figures)} pictures")
    topics = load_topics()
    experts = load_experts(figures)
    sources = load_sources()
    say(f"{len(topics)} topics, {len(experts)} experts, {len(sources)} sources")
    people = People(experts)
    texts = [_read(path) for path in sorted((HERE / "articles").glob("*.toml"))]
    drafts = {text["slug"]: write_draft(text, experts, sources, topics, figures) for text in texts}
    for text in texts:
        for position, slug in enumerate(text.get("related", [])):
            drafts[text["slug"]].related_articles.create(related=drafts[slug], position=position)
    for text in sorted(texts, key=lambda text: text.get("published_on", date.max)):
        carry(drafts[text["slug"]], text, people)
        say(f"{text['title']}")
    for text in texts:
        if "withdrawn" in text:
            withdraw(drafts[text["slug"]], text["withdrawn"], drafts, people)
        if "revised" in text:
            revise(drafts[text["slug"]], text, people)
    put_first(topics, drafts, people)
    # What happened long ago is no news to anybody who logs in today.
    Notice.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).update(read_at=timezone.now())


def load_pictures() -> dict[str, Figure]:
    rows = _read(HERE / "pictures" / "pictures.toml")["pictures"]
    return {row["key"]: _picture(**row) for row in rows}


def _picture(*, key: str, file: str, alt: str, focal: list[int], name: str = "", **words: Any) -> Figure:
    return pictures.store_picture(
        (HERE / "pictures" / file).read_bytes(),
        name=name or key.replace("-", " ").capitalize(),
        alt=alt,
        focal_x=focal[0],
        focal_y=focal[1],
        **words,
    )


def load_topics() -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for row in _read(HERE / "topics.toml")["topics"]:
        row.pop("emergency", None)
        row.pop("most_needed", None)
        parent = topics[row.pop("parent")] if row.get("parent") else None
        topics[row["slug"]] = Topic.objects.create(parent=parent, **row)
    return topics


def load_experts(figures: dict[str, Figure]) -> dict[str, Expert]:
    experts = {}
    for row in _read(HERE / "experts.toml")["experts"]:
        account = row["role_account"]
        user = _user(row["key"], _EXPERT_ROLES[account], name=row["name"]) if account in _EXPERT_ROLES else None
        expert = Expert.objects.create(
            user=user,
            is_verified=True,
            portrait=figures[row["portrait"]].as_shown() if row.get("portrait") else None,
            **{field: row[field] for field in ("name", "slug", "degrees", "title", "bio", "orcid", "specialties")},
        )
        for name in ("affiliations", "credentials", "disclosures"):
            for entry in row.get(name, []):
                getattr(expert, name).create(**entry)
        experts[row["key"]] = expert
    return experts


def load_sources() -> dict[str, Source]:
    sources = {}
    for row in _read(HERE / "sources.toml")["sources"]:
        key, accessed = row.pop("key"), row.pop("accessed", None)
        row.pop("kept_because", None)
        sources[key] = Source.objects.create(accessed_on=accessed, **row)
    return sources


def write_draft(
    text: dict[str, Any],
    experts: dict[str, Expert],
    sources: dict[str, Source],
    topics: dict[str, Topic],
    figures: dict[str, Figure],
) -> Article:
    """Make the draft that `text` (one TOML file) describes; it is not yet saved as a version."""

    def with_ids(html: str) -> str:
        return re.sub(r'data-expert="([^"]+)"', lambda found: f'data-expert="{experts[found[1]].uid}"', html)

    main, *others = text["topics"]
    article = Article.objects.create(
        slug=text["slug"],
        title=text["title"],
        summary=text["summary"],
        language=text["language"],
        lede=with_ids(text["lede"]),
        key_points=text["key_points"],
        emergency=with_ids(text.get("emergency", "")),
        hero=figures[text["hero"]],
        main_topic=topics[main],
        **text["disclosures"],
    )
    article.topics.set(topics[slug] for slug in others)
    for position, row in enumerate(text["bylines"]):
        article.bylines.create(expert=experts[row["expert"]], role=row["role"], position=position)
    for position, row in enumerate(text["citations"]):
        article.citations.create(source=sources[row["key"]], position=position, **row)
    for position, row in enumerate(text["sections"]):
        article.sections.create(
            position=position,
            anchor=row.get("anchor", ""),
            nav_label=row["nav_label"],
            heading=row["heading"],
            body=with_ids(row["html"]),
            figure=figures[row["picture"]] if row.get("picture") else None,
        )
    return article


class People:
    """Who acts in the sample: authors write, the reviewer named in the text decides, one editor publishes."""

    def __init__(self, experts: dict[str, Expert]) -> None:
        self.experts = experts
        self.editor = next(expert.user for expert in experts.values() if expert.user and _is_editor(expert.user))
        _user("administrator", Role.ADMINISTRATOR, name="Site Administrator")

    def writer_of(self, text: dict[str, Any]) -> User:
        author = next(row["expert"] for row in text["bylines"] if row["role"] == "author")
        return self.experts[author].user or self.editor

    def reviewer_of(self, text: dict[str, Any]) -> User:
        return self.experts[text["reviewer"]].user


def carry(article: Article, text: dict[str, Any], people: People) -> None:
    """Take the draft as far as `text` says: it stays a draft, or goes through review to the public on its day."""
    keep_old_sources(article, by=people.writer_of(text))
    earlier = text.get("earlier")
    if earlier:
        now = {field: getattr(article, field) for field in ("title", "summary")}
        _rewrite(article, title=earlier["title"], summary=earlier["summary"])
        _save(article, text, people, on=earlier["published_on"])
        _bring_out(article, {**text, **earlier}, people)
        _rewrite(article, **now)
    _save(article, text, people, on=text.get("published_on"))
    if "published_on" in text:
        _bring_out(article, text, people)


def keep_old_sources(article: Article, *, by: User) -> None:
    """Waive the linter's warning of an old source where the sources' file says why we keep it."""
    rows = _read(HERE / "sources.toml")["sources"]
    reasons = {row["key"]: row["kept_because"] for row in rows if "kept_because" in row}
    for finding in lint(article):
        if finding.code == "old-source" and finding.subject in reasons:
            workflow.waive(
                article,
                code=finding.code,
                place=finding.place,
                subject=finding.subject,
                reason=reasons[finding.subject],
                by=by,
            )


def _rewrite(article: Article, **words: str) -> None:
    Article.objects.filter(pk=article.pk).update(**words)


def _save(article: Article, text: dict[str, Any], people: People, *, on: date | None) -> None:
    now = _at(on, 9) - timedelta(days=9) if on else None
    writer = people.writer_of(text)
    workflow.save_draft(article, by=writer, now=now)
    if "history" in text and not article.records.exists():
        workflow.record_import(article, by=writer, now=now, **text["history"])


def _bring_out(article: Article, text: dict[str, Any], people: People) -> None:
    """Submit, assign, approve and publish the latest version, each on its day; then publish its corrections."""
    day, reviewer = text["published_on"], people.reviewer_of(text)
    week_before = _at(day, 10) - timedelta(days=8)
    workflow.submit_for_review(article, by=people.writer_of(text), now=week_before)
    workflow.assign(article, reviewer=reviewer, due_on=day, by=people.editor, now=week_before + timedelta(hours=1))
    version = Version.objects.filter(article=article).first()
    workflow.approve(
        version,
        digest=version.digest,
        by=reviewer,
        next_review_due=text["next_review_due"],
        note=text["approval_note"],
        now=_at(day, 8),
    )
    workflow.publish(article, by=people.editor, change_note=text["change_note"], now=_at(day, 12))
    for correction in text.get("corrections", []):
        workflow.correct(article, text=correction["text"], by=people.editor, now=_at(correction["on"], 15))


def withdraw(article: Article, wish: dict[str, Any], drafts: dict[str, Article], people: People) -> None:
    replacement = drafts[wish["replacement"]] if wish.get("replacement") else None
    workflow.withdraw(
        article, reason=wish["reason"], replacement=replacement, by=people.editor, now=_at(wish["on"], 10)
    )


def revise(article: Article, text: dict[str, Any], people: People) -> None:
    """Change what is live as `text` says, and leave the new version on its reviewer's desk: there is work to see."""
    writer, today = people.writer_of(text), timezone.now().date()
    for change in text["revised"]["changes"]:
        section = article.sections.get(anchor=change["section"], body__contains=change["was"])
        section.body = section.body.replace(change["was"], change["becomes"])
        section.save()
    _save(article, text, people, on=None)
    workflow.submit_for_review(article, by=writer, note=text["revised"]["note"])
    workflow.assign(
        article, reviewer=people.reviewer_of(text), due_on=today + timedelta(days=DAYS_TO_REVIEW), by=people.editor
    )


def put_first(topics: dict[str, Topic], drafts: dict[str, Article], people: People) -> None:
    """Fill the front page and the hubs that have a choice of their own."""
    file = _read(HERE / "topics.toml")
    chosen = {None: file["front_page"]} | {topics[row["slug"]]: row.get("most_needed") for row in file["topics"]}
    for topic, slugs in chosen.items():
        if slugs:
            workflow.feature(topic, articles=[drafts[slug] for slug in slugs], by=people.editor)


def _is_editor(user: User) -> bool:
    return user.groups.filter(name=Role.EDITOR).exists()


def _user(username: str, role: Role, *, name: str) -> User:
    first, _, last = name.partition(" ")
    user = User.objects.create_user(
        username,
        password=PASSWORD,
        email=f"{username}@example.org",
        mail=MailWish.NONE,
        first_name=first,
        last_name=last,
        # Reviewers have a desk of their own and never need the admin.
        is_staff=role != Role.MEDICAL_REVIEWER,
    )
    user.groups.set(Group.objects.filter(name=role))
    return user


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
