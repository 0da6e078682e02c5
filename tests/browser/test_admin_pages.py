"""Every kind of admin page in a browser: no complaint of the console, nothing that axe finds, no sideways scrolling."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.models import Comment, Figure, Redirect
from tests import factories
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_until_quiet
from tests.browser.windows import DESK, PHONE, beyond, set_window
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

# The page's address, as a function of what was made for it.
PAGES = {
    "home": lambda made: "/admin/",
    "password": lambda made: "/admin/password_change/",
    "articles": lambda made: "/admin/articles/article/",
    "new article": lambda made: "/admin/articles/article/add/",
    "draft": lambda made: f"/admin/articles/article/{made['draft'].pk}/change/",
    "incomplete draft": lambda made: f"/admin/articles/article/{made['incomplete'].pk}/change/",
    "in review": lambda made: f"/admin/articles/article/{made['in review'].pk}/change/",
    "live article": lambda made: f"/admin/articles/article/{made['live'].pk}/change/",
    "assign": lambda made: f"/admin/articles/article/{made['in review'].pk}/assign/",
    "chase": lambda made: of_assignment(made, "chase"),
    "reassign": lambda made: of_assignment(made, "reassign"),
    "release": lambda made: of_assignment(made, "release"),
    "comments of an article": lambda made: f"/admin/articles/article/{made['in review'].pk}/comments/",
    "withdraw": lambda made: f"/admin/articles/article/{made['live'].pk}/withdraw/",
    "history": lambda made: f"/admin/articles/article/{made['live'].pk}/history/",
    "versions": lambda made: "/admin/articles/version/",
    "version": lambda made: f"/admin/articles/version/{made['live'].versions.first().pk}/change/",
    "preview": lambda made: f"/admin/articles/version/{made['draft'].latest_version_id}/preview/",
    "ledger": lambda made: "/admin/articles/editorialrecord/",
    "record": lambda made: f"/admin/articles/editorialrecord/{made['live'].records.first().pk}/change/",
    "publications": lambda made: "/admin/articles/publication/",
    "publication": lambda made: f"/admin/articles/publication/{made['live'].publications.first().pk}/change/",
    "corrections": lambda made: "/admin/articles/correction/",
    "correction": lambda made: f"/admin/articles/correction/{made['live'].corrections.get().pk}/change/",
    "assignments": lambda made: "/admin/articles/reviewassignment/",
    "assignment": lambda made: f"/admin/articles/reviewassignment/{made['in review'].assignments.get().pk}/change/",
    "comments": lambda made: "/admin/articles/comment/",
    "comment": lambda made: f"/admin/articles/comment/{made['comment'].pk}/change/",
    "sources": lambda made: "/admin/articles/source/",
    "source": lambda made: f"/admin/articles/source/{factories.make_source().pk}/change/",
    "pictures": lambda made: "/admin/articles/figure/",
    "new picture": lambda made: "/admin/articles/figure/add/",
    "picture": lambda made: f"/admin/articles/figure/{made['live'].hero_id}/change/",
    "topics": lambda made: "/admin/articles/topic/",
    "topic": lambda made: f"/admin/articles/topic/{made['live'].main_topic_id}/change/",
    "redirects": lambda made: "/admin/articles/redirect/",
    "redirect": lambda made: f"/admin/articles/redirect/{made['redirect'].pk}/change/",
    "reports": lambda made: "/admin/articles/readerreport/",
    "report": lambda made: f"/admin/articles/readerreport/{made['report'].pk}/change/",
    "experts": lambda made: "/admin/experts/expert/",
    "expert": lambda made: f"/admin/experts/expert/{made['staff'].reviewer.expert.pk}/change/",
    "users": lambda made: "/admin/experts/user/",
    "new user": lambda made: "/admin/experts/user/add/",
    "user": lambda made: f"/admin/experts/user/{made['staff'].reviewer.pk}/change/",
    "undeletable user": lambda made: f"/admin/experts/user/{made['staff'].writer.pk}/delete/",
    "role": lambda made: f"/admin/auth/group/{made['staff'].writer.groups.first().pk}/change/",
}


def of_assignment(made, act):
    article = made["in review"]
    return f"/admin/articles/article/{article.pk}/asked/{article.assignments.get().pk}/{act}/"


@scene
def made():
    """Something of everything, and somebody who may see it all."""
    staff = factories.Staff()
    hero = drawn_picture()
    make_article = partial(factories.make_article, hero=hero)
    draft = make_article(slug="a-draft", title="A draft")
    workflow.save_draft(draft, by=staff.writer)
    incomplete = make_article(slug="incomplete", title="Incomplete", summary="", funding="", lede="")
    workflow.save_draft(incomplete, by=staff.writer)
    in_review = make_article(slug="in-review", title="In review")
    version = staff.submitted(in_review)
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(in_review, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    live = make_article(slug="live", title="Live")
    publication = staff.published(live)
    workflow.correct(live, text="It said mg and means g.", by=staff.editor)
    superuser = factories.make_user(username="sue_superuser", is_staff=True, is_superuser=True)
    superuser.groups.set(staff.editor.groups.all())
    Figure.objects.exclude(pk=hero.pk).delete()  # The factory's own picture has no file.
    articles = [draft, incomplete, in_review, live]
    for article in articles:
        article.refresh_from_db()
    return {
        "staff": staff,
        "everybody": superuser,
        "draft": draft,
        "incomplete": incomplete,
        "in review": in_review,
        "live": live,
        "comment": Comment.objects.create(
            article=in_review, version=version, author=staff.reviewer, body="Which dose?", made_at=timezone.now()
        ),
        "report": file_report(publication, section_id="", message="A typo.", email="reader@example.org"),
        "redirect": Redirect.objects.create(slug="formerly", article=live),
    }


# The others are of the same kinds.
ON_A_PHONE = ["home", "articles", "incomplete draft", "in review", "reassign", "version", "source", "expert", "user"]
IN_THE_DARK = ["home", "articles", "incomplete draft", "in review", "reassign", "version"]


# In three parts, so that no worker is kept by this test when the others have nothing left to do.
@pytest.mark.parametrize("part", range(3))
def test_every_kind_of_page_is_whole(part, made, page, log_in, run_axe):
    """Each page is opened once, and looked at in all of its windows: to open it takes most of the time."""
    log_in(page, made["everybody"])

    for name, address in list(PAGES.items())[part::3]:
        windows = [("light", DESK)]
        windows += [("light", PHONE)] * (name in ON_A_PHONE) + [("dark", DESK)] * (name in IN_THE_DARK)
        set_window(page, width=DESK)
        response = page.goto(address(made))
        wait_until_quiet(page)
        assert response.status == 200, name
        for scheme, width in windows:
            set_window(page, scheme=scheme, width=width)
            assert beyond(page) <= 0, f"{name} at {width} px"
            run_axe(page)


def test_the_log_in_page_is_whole(page, run_axe):
    page.goto("/admin/login/")

    run_axe(page)


def test_both_texts_of_a_conflict_are_shown_in_a_whole_page(made, page, log_in, run_axe):
    log_in(page, made["staff"].writer)
    page.goto(PAGES["draft"](made))
    wait_until_quiet(page)
    draft = made["draft"]
    type(draft).objects.filter(pk=draft.pk).update(title="The editor's title")
    workflow.save_draft(draft, by=made["staff"].editor)

    page.fill("#id_title", "The writer's title")
    page.click("input[name=_save]")

    expect(page.get_by_role("heading", name="Two people changed the same draft")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("The writer's title")
    wait_until_quiet(page)
    run_axe(page)
