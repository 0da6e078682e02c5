"""People, sources and articles for tests: complete enough to pass every gate, so a test changes only its concern."""

import hashlib
from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.roles import Role, create_roles
from articles.models import Article, Figure, Source, Topic
from experts.models import Expert, User

PASSWORD = "correct horse battery staple"


def today():
    """Ask for the day while a test runs: a constant would keep that of the import past midnight."""
    return timezone.now().date()


def make_user(*roles, username=None, **fields):
    """A user in `roles` (Role members), with the roles' admin permissions."""
    if not Group.objects.exists():
        create_roles()
    username = username or f"user{User.objects.count() + 1}"
    names = dict(zip(("first_name", "last_name"), username.title().split("_"), strict=False))
    user = User.objects.create_user(username, password=PASSWORD, **{**names, **fields})
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_writer(username="wanda_writer", **fields):
    user = make_user(Role.WRITER, username=username, is_staff=True, **fields)
    make_expert(user=user, title="Health writer", degrees=[])
    return user


def make_editor(username="edgar_editor", **fields):
    return make_user(Role.EDITOR, username=username, is_staff=True, **fields)


def make_reviewer(username="rita_reviewer", **fields):
    """A reviewer whom the gate lets through: verified, licensed, disclosed."""
    user = make_user(Role.MEDICAL_REVIEWER, username=username, **fields)
    make_expert(user=user, title="Neurologist", degrees=["MD", "MSc"])
    return user


def make_expert(*, user=None, name=None, degrees=("MD",), today=None, **fields):
    today = today or timezone.now().date()
    name = name or (str(user) if user else f"Expert {Expert.objects.count() + 1}")
    fields = {"slug": f"expert-{Expert.objects.count() + 1}", "title": "Neurologist", "is_verified": True, **fields}
    expert = Expert.objects.create(user=user, name=name, degrees=list(degrees), **fields)
    expert.affiliations.create(
        role="Associate professor",
        unit="Department of Neurology",
        institution="Lakeshore Teaching Hospital",
        city="Wendover",
        region="Oregon",
    )
    expert.credentials.create(
        kind="Medical license",
        issuer="Oregon Sample Medical Board",
        number=f"S-{expert.pk}",
        verified_on=today - timedelta(days=700),
        expires_on=today + timedelta(days=700),
    )
    expert.disclosures.create(statement="None.", declared_on=today - timedelta(days=30))
    return expert


def make_topic(slug="multiple-sclerosis", **fields):
    defaults = {"name": slug.replace("-", " ").capitalize(), "months_between_reviews": 24}
    return Topic.objects.get_or_create(slug=slug, defaults={**defaults, **fields})[0]


def make_figure(name="Knee"):
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Figure.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name,
            "src": f"figures/{digest}.jpg",
            "width": 1600,
            "height": 1000,
            "alt": f"Drawing: {name}.",
            "caption": f"{name}, drawn for a test.",
            "credit": "Illustration: healthcms",
            "license": "CC BY 4.0",
            "renditions": [
                {
                    "src": f"figures/{digest}.webp",
                    "type": "image/webp",
                    "width": 960,
                    "height": 600,
                    "digest": digest[::-1],
                }
            ],
        },
    )[0]


def make_source(number=1, **fields):
    defaults = {
        "title": f"Pain in multiple sclerosis, part {number}",
        "kind": "review",
        "authors": [{"family": "Sample", "given": "A"}],
        "container": "Journal of Tests",
        "year": 2024,
        "doi": f"10.1000/test.{number}",
    }
    return Source.objects.get_or_create(doi=defaults["doi"], defaults={**defaults, **fields})[0]


def make_article(slug="sore-joints", *, author=None, title="Sore joints", **fields):
    """A whole draft: two sections, a citation, an author, a picture; not yet saved as a version."""
    article = Article.objects.create(
        **{
            "slug": slug,
            "title": title,
            "summary": "Why joints can hurt in multiple sclerosis.",
            "lede": '<p>Many people ask about this.<sup class="cite" data-cite="first"></sup></p>',
            "key_points": ["MS does not damage joints.", "Most causes can be treated."],
            "emergency": "<p>Call 911 for any of these:</p><ul><li>A joint is hot, red and swollen.</li></ul>",
            "hero": make_figure(),
            "main_topic": make_topic(),
            "funding": "Nobody paid for this article.",
            "ai_use": "No software wrote any of it.",
            **fields,
        }
    )
    author = author or make_expert(title="Health writer", degrees=[])
    article.bylines.create(expert=author, role="author")
    article.citations.create(source=make_source(1), key="first")
    article.citations.create(source=make_source(2), key="second", position=1)
    article.sections.create(
        position=0,
        nav_label="Overview",
        heading="How joints and MS are linked",
        body='<p>Walk 150 minutes a week.<sup class="cite" data-cite="second"></sup> Do not stop a medicine.</p>',
    )
    article.sections.create(
        position=1, nav_label="Bottom line", heading="The bottom line", body="<p>Ask your doctor.</p>"
    )
    return article


class Staff:
    """One person per role."""

    def __init__(self):
        self.writer = make_writer()
        self.reviewer = make_reviewer()
        self.editor = make_editor()

    def submitted(self, article):
        version = workflow.save_draft(article, by=self.writer)
        workflow.submit_for_review(article, by=self.writer)
        return version

    def approved(self, article, *, now=None, next_review_due=None):
        now = now or timezone.now()
        version = workflow.save_draft(article, by=self.writer, now=now)
        workflow.submit_for_review(article, by=self.writer, now=now)
        workflow.approve(
            version,
            digest=version.digest,
            by=self.reviewer,
            next_review_due=next_review_due or now.date() + timedelta(days=365),
            now=now,
        )
        return version

    def published(self, article, *, now=None, next_review_due=None, change_note=""):
        self.approved(article, now=now, next_review_due=next_review_due)
        return workflow.publish(article, by=self.editor, now=now, change_note=change_note)


def licence_until(expert, day: date):
    expert.credentials.update(expires_on=day)
