"""A small site with a page in every state, and the one list of its types of page. A new type is one line here."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from articles.editorial import workflow
from articles.editorial.pictures import store_picture
from articles.editorial.site_pages import publish_page
from articles.models import Article, SitePage
from tests.factories import Staff, make_article, make_expert

PAGES = {
    "home": "/",
    "articles": "/articles/",
    "article": "/articles/sore-joints/",
    "print view": "/articles/sore-joints/print/",
    "history": "/articles/sore-joints/history/",
    "report form": "/articles/sore-joints/report/",
    "thanks for a report": "/articles/sore-joints/report/thanks/",
    "review record": "/articles/sore-joints/review-record/",
    "edited article": "/articles/edited/",
    "review record of an edited article": "/articles/edited/review-record/",
    "differences": "/articles/edited/history/1..2/",
    "page of a past day": f"/articles/edited/@{timezone.now().date()}/",
    "article due again": "/articles/overdue/",
    "lapsed article": "/articles/lapsed/",
    "withdrawn article": "/articles/withdrawn/",
    "topics": "/topics/",
    "topic": "/topics/multiple-sclerosis/",
    "experts": "/experts/",
    "expert": "/experts/expert-2/",
    "how we review": "/how-we-review/",
    "page about the site": "/editorial-policy/",
    "history of a page about the site": "/editorial-policy/history/",
    "differences of a page about the site": "/editorial-policy/history/1..2/",
    "medical review board": "/medical-review-board/",
    "list of corrections": "/corrections/",
    "contact": "/contact/",
    "home in Spanish": "/es/",
    "topic in Spanish": "/es/topics/multiple-sclerosis/",
    "page about the site in Spanish": "/es/privacy/",
    "search": "/search/",
    "search with answers": "/search/?q=joints",
    "search without answers": "/search/?q=jiont",
    "old version of a page about the site": "/es/privacy/history/1/",
    "api": "/api/",
    "nothing there": "/nothing/",
    "every part in every state": "/design/",
}
# Between them these have every part that a desk and a phone show differently.
LAID_OUT_BY_WIDTH = [PAGES[name] for name in ("home", "articles", "article", "topic")]


def build_site() -> Staff:
    staff = Staff()
    now = timezone.now()
    for days in (120, 500):
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=(now - timedelta(days=days)).date())
    picture = BytesIO()
    Image.new("RGB", (1600, 1000), "#9db79f").save(picture, "PNG")
    figure = store_picture(picture.getvalue(), name="Field", alt="A green field.", caption="Green.", credit="Nobody")

    def draft(slug: str, title: str) -> Article:
        article = make_article(slug, title=title, author=staff.writer.expert, hero=figure)
        article.bylines.create(expert=make_expert(name=f"Quoted {slug}"), role="quoted", position=1)
        section = article.sections.first()
        section.figure = figure
        cells = "".join(f"<th scope='col'>A column that is wide, number {number}</th>" for number in range(6))
        section.body += f"<table><caption>Wide</caption><thead><tr>{cells}</tr></thead></table>"
        section.save()
        return article

    staff.published(draft("sore-joints", "Sore joints and multiple sclerosis: what is the link?"))
    edited = staff.published(draft("edited", "Edited"), now=now - timedelta(days=2)).article
    workflow.correct(edited, text="The knee was called an elbow.", by=staff.editor)
    for slug, days in {"overdue": 5, "lapsed": 40}.items():
        due_on = (now - timedelta(days=days)).date()
        staff.published(draft(slug, slug.title()), now=now - timedelta(days=400), next_review_due=due_on)
    gone = staff.published(draft("withdrawn", "Withdrawn")).article
    workflow.withdraw(gone, reason="Its main study was retracted.", by=staff.editor, replacement=edited)
    policy = SitePage.objects.get(slug="editorial-policy", language="en")
    policy.summary = "Said in fewer words."
    policy.save()
    publish_page(policy, by=staff.editor, change_note="Fewer words.")
    return staff
