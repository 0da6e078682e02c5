"""What other sites show of a link to us: Open Graph on every page, and an article's card at its own address."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from articles.editorial import workflow
from tests.articles.public.reading import edit, read
from tests.factories import make_article

SITE = "http://localhost:8000"
ADDRESS = "/articles/sore-joints/"


def told(client, path):
    """Every property of a page, in order."""
    page = read(client, path)
    metas = page.document.xpath("//head/meta[@property] | //head/meta[starts-with(@name, 'twitter:')]")
    return [(meta.get("property") or meta.get("name"), meta.get("content")) for meta in metas]


def card_of(client, path=ADDRESS):
    return dict(told(client, path))["og:image"].removeprefix(SITE)


def test_an_article_tells_its_title_people_days_and_card(client, published):
    facts = dict(told(client, ADDRESS))

    assert facts["og:type"] == "article" and facts["og:site_name"] == "healthcms"
    assert facts["og:title"] == "Sore joints"
    assert facts["og:description"] == "Why joints can hurt in multiple sclerosis."
    assert facts["og:url"] == f"{SITE}{ADDRESS}" and facts["og:locale"] == "en_US"
    assert facts["article:author"] == f"{SITE}/experts/{published.version.content['bylines'][0]['slug']}/"
    assert facts["article:section"] == "Multiple sclerosis"
    assert facts["article:published_time"] == published.first_published_on.isoformat()
    assert facts["twitter:card"] == "summary_large_image"
    assert facts["og:image:alt"].startswith("Sore joints. Medically reviewed by Rita Reviewer, MD, MSc. ")


def test_quotes_and_signs_in_a_title_are_told_as_they_are(client, staff):
    staff.published(make_article(title='Pain & "MS" <now>', author=staff.writer.expert))

    assert dict(told(client, ADDRESS))["og:title"] == 'Pain & "MS" <now>'


@pytest.mark.parametrize(
    "path", ["/", "/articles/", "/topics/", "/topics/multiple-sclerosis/", "/experts/", "/experts/expert-1/", "/api/",
             "/search/", f"{ADDRESS}history/", f"{ADDRESS}review-record/", f"{ADDRESS}print/"],
)  # fmt: skip
def test_every_page_with_an_address_of_its_own_tells_the_same_title_twice(client, published, path):
    page, facts = read(client, path), dict(told(client, path))

    title = page.document.xpath("string(//title)").removesuffix(" | healthcms")
    assert facts["og:title"] == title and facts["og:description"]
    assert facts["og:url"] == page.document.xpath("string(//link[@rel='canonical']/@href)")
    assert facts["og:type"] in ("website", "article", "profile") and facts["twitter:card"]


def test_a_page_that_is_no_answer_tells_nothing(client, staff, published):
    workflow.withdraw(published.article, reason="Wrong.", by=staff.editor)

    for path in (ADDRESS, "/nothing/"):
        assert b"og:title" not in client.get(path).content


def test_the_card_is_a_picture_that_is_sent_once(client, published):
    path = card_of(client)
    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response["Cache-Control"].startswith("public, max-age=") and not response.cookies
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_card_costs_one_question_and_is_kept(client, published, django_assert_num_queries):
    path = card_of(client)

    for _ in range(2):
        with django_assert_num_queries(1):
            assert client.get(path).status_code == 200


def test_another_card_leads_to_todays_and_a_name_that_is_none_is_not_found(client, staff, published):
    before = card_of(client)
    edit(published.article, title="Sore joints, anew")
    staff.published(published.article)
    after = card_of(client)

    assert before != after
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (301, after)
    for path in (f"{ADDRESS}card-x.png", f"{ADDRESS}card-{'0' * 31}.png", f"{ADDRESS}card-{'G' * 32}.png"):
        assert client.get(path).status_code == 404


def test_a_lapsed_page_has_another_card(client, staff):
    then = timezone.now() - timedelta(days=400)
    due = (timezone.now() - timedelta(days=31)).date()
    staff.published(make_article(author=staff.writer.expert), now=then, next_review_due=due)
    facts = dict(told(client, ADDRESS))

    assert facts["og:image:alt"] == "Sore joints."
    assert client.get(facts["og:image"].removeprefix(SITE)).status_code == 200


def test_a_card_is_private_until_the_page_is_out_and_gone_with_it(client, staff):
    publication = staff.published(make_article(author=staff.writer.expert))
    path = card_of(client)
    assert client.get(path).status_code == 200

    workflow.withdraw(publication.article, reason="Wrong.", by=staff.editor)
    assert client.get(path).status_code == 410

    later = make_article("later", title="Later", author=staff.writer.expert)
    staff.approved(later)
    workflow.schedule(later, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    assert client.get(f"/articles/later/card-{'0' * 32}.png").status_code == 404
    assert client.get(f"/media/cards/{path[-36:]}").status_code == 404


def test_an_old_address_of_a_card_leads_on(client, staff, published):
    path = card_of(client)
    edit(published.article, slug="new-slug")
    staff.published(published.article)

    response = client.get(path, follow=True)

    assert response.status_code == 200 and response.redirect_chain[0][1] == 301
    assert response.redirect_chain[-1][0] == card_of(client, "/articles/new-slug/")
