"""The review record tells readers who decided what on which version, and gives them what they need to check it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.content.digest import sha256
from articles.editorial import ledger, workflow
from articles.models import triggers
from tests.articles.public.reading import edit, read
from tests.factories import make_article, make_reviewer, make_topic

PAGE = "/articles/sore-joints/review-record/"
RECEIPT = "/articles/sore-joints/review-record.json"


def events(page):
    return [element.get("data-event") for element in page.all("decision")]


def receipt(client, path=RECEIPT):
    return json.loads(client.get(path).content)


def test_it_tells_who_decided_what_on_which_version(client, staff, published):
    page = read(client, PAGE)

    assert events(page) == ["published", "approved"]
    released, approved = page.all("decision")
    words = " ".join(approved.text_content().split())
    assert "by Rita Reviewer, MD, MSc, on version 1." in words
    assert "Medical license (Oregon Sample Medical Board)" in words
    assert f"Entry {published.review.sequence} of the ledger" in words
    assert published.version.digest in words and published.review.record_hash in words
    assert published.release.record_hash in " ".join(released.text_content().split())


def test_a_reviewer_stays_named_as_they_stood(client, staff, published):
    staff.reviewer.expert.credentials.update(issuer="Another Board")
    type(staff.reviewer.expert).objects.filter(pk=staff.reviewer.expert.pk).update(name="Somebody Else")

    page = read(client, PAGE)

    assert page.texts("decided-by")[1] == "Rita Reviewer, MD, MSc"
    assert "Another Board" not in page.response.content.decode()


def test_staff_who_are_not_on_the_page_are_told_by_their_role(client, staff, published):
    page = read(client, PAGE)

    assert page.texts("decided-by")[0] == "an editor"
    assert "Edgar" not in page.response.content.decode()


def test_an_import_names_the_author_and_says_that_no_review_came_with_it(client, staff):
    article = make_article(author=staff.writer.expert)
    workflow.record_import(article, by=staff.writer, originally_published=None, last_updated=None)
    staff.published(article)

    page = read(client, PAGE)

    assert events(page) == ["published", "approved", "imported"]
    assert page.texts("decided-by")[2] == "Wanda Writer"
    assert "No review came with it." in " ".join(page.all("decision")[2].text_content().split())


def test_notes_for_the_desk_are_not_told_and_notes_for_readers_are(client, staff):
    article = make_article(author=staff.writer.expert)
    version = staff.submitted(article)
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The dose is a mess.")
    edit(article, title="Sore joints again")
    staff.published(article, change_note="Another title.")
    workflow.correct(article, text="The knee was called an elbow.", by=staff.editor)
    workflow.withdraw(article, reason="It was wrong.", by=staff.editor)
    workflow.reinstate(article, note="The lawyers agree.", by=staff.editor)

    page = read(client, PAGE)

    assert events(page) == [
        "reinstated", "withdrawn", "corrected", "published", "approved", "changes_requested",
    ]  # fmt: skip
    assert page.texts("public-note") == ["It was wrong.", "The knee was called an elbow.", "Another title."]
    for words in ("The dose is a mess.", "The lawyers agree."):
        assert words not in page.response.content.decode()


def test_who_was_asked_and_who_declined_is_not_told(client, staff):
    article = make_article(author=staff.writer.expert)
    staff.submitted(article)
    asked = workflow.assign(article, reviewer=staff.reviewer, due_on=timezone.now().date(), by=staff.editor)
    workflow.decline(asked, by=staff.reviewer, reason="I know the author.")
    workflow.recall(article, by=staff.writer)
    staff.published(article)

    page = read(client, PAGE)

    assert events(page) == ["published", "approved"]
    assert "I know the author." not in page.response.content.decode()


def test_what_is_being_prepared_is_not_told_until_it_is_out(client, staff, published):
    article = edit(published.article, title="Sore joints again")
    staff.approved(article)
    tomorrow = timezone.now() + timedelta(days=1)
    workflow.schedule(article, visible_from=tomorrow, by=staff.editor)

    assert events(read(client, PAGE)) == ["published", "approved"]

    workflow.unschedule(article, by=staff.editor)
    workflow.publish(article, by=staff.editor)

    assert events(read(client, PAGE)) == ["published", "approved", "published", "approved"]


def test_the_seal_stands_at_the_decision_that_the_page_rests_on(client, staff, published):
    workflow.confirm_unchanged(
        published.article,
        digest=published.version.digest,
        by=staff.reviewer,
        next_review_due=timezone.now().date() + timedelta(days=300),
    )

    page = read(client, PAGE)

    sealed = [row.get("data-event") for row in page.all("decision") if row.xpath('.//*[@data-part="seal"]')]
    assert sealed == ["confirmed_unchanged"]
    assert "Checked, no change needed" in page["chain-decision"]


def test_the_chain_shows_one_fingerprint_or_says_why_there_are_two(client, staff, published):
    before = published.version.digest
    assert [words.count(f"{before[:4]} {before[4:8]}") for words in chain(client)] == [1, 1, 1]

    after = workflow.correct(published.article, text="A word.", by=staff.editor).version.digest

    version, decision, publication = chain(client)
    assert before[:4] in version and before[:4] in decision
    assert after[:4] in publication and "another fingerprint" in publication


def chain(client):
    page = read(client, PAGE)
    return [page["chain-version"], page["chain-decision"], page["chain-publication"]]


def test_a_lapsed_review_has_no_seal_and_is_not_for_search_engines(client, staff):
    then = timezone.now() - timedelta(days=400)
    article = make_article(author=staff.writer.expert)
    staff.published(article, now=then, next_review_due=(timezone.now() - timedelta(days=40)).date())

    page = read(client, PAGE)

    assert not page.has("seal") and page.robots() == "noindex"
    assert "This review ran out" in page["chain"]


def test_an_altered_text_is_called_unreviewed(client, published):
    tamper("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

    page = read(client, PAGE)

    assert not page.has("seal") and not page.has("chain-decision")
    assert "No review stands behind this page" in page["chain"]


def test_an_altered_entry_is_said_and_nothing_of_it_believed(client, published):
    tamper("UPDATE articles_editorialrecord SET document = replace(document, 'Rita', 'Lisa') WHERE event = 'approved'")

    page = read(client, PAGE)

    assert "This entry was altered" in page["altered"]
    assert "Lisa" not in page.response.content.decode()
    assert client.get(RECEIPT).status_code == 200


def tamper(statement):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install(connection)


def test_the_checkpoint_is_the_one_the_site_signs(client, published):
    page = read(client, PAGE)

    assert ledger.checkpoint()["signature"] in page["checkpoint"]
    assert page["checkpoint-sequence"] == str(ledger.checkpoint()["sequence"])


def test_the_article_leads_to_its_record_and_receipt(client, published):
    page = read(client, "/articles/sore-joints/")

    assert page.all("review-record-link")[0].get("href") == PAGE
    assert page.document.xpath('string(//link[@type="application/json"]/@href)') == RECEIPT
    assert read(client, PAGE).all("receipt-link")[0].get("href") == RECEIPT


def test_the_receipt_holds_the_very_texts_that_were_digested(client, published):
    found = receipt(client)

    assert found["format"] == "healthcms-receipt-1"
    assert sha256(found["shown"]["document"]) == found["shown"]["digest"] == published.version.digest
    assert sha256(found["decision"]["document"]) == found["decision"]["hash"] == published.review.record_hash
    assert sha256(found["publication"]["document"]) == published.release.record_hash
    assert found["checkpoint"] == ledger.checkpoint()
    assert found["approved"] is None and found["together_with"] == []


def test_the_receipt_of_an_edited_page_holds_what_was_approved_too(client, staff, published):
    approved = published.version
    workflow.correct(published.article, text="A word.", by=staff.editor)

    found = receipt(client)

    assert found["approved"]["document"] == approved.document
    assert json.loads(found["publication"]["document"])["details"]["base_digest"] == approved.digest


def test_where_two_approve_the_record_and_the_receipt_hold_both(client, staff):
    make_topic(reviewers_needed=2)
    second = make_reviewer("bert_both")
    article = make_article(author=staff.writer.expert)
    version = staff.submitted(article)
    due = timezone.now().date() + timedelta(days=300)
    for reviewer in (staff.reviewer, second):
        workflow.approve(version, digest=version.digest, by=reviewer, next_review_due=due)
    workflow.publish(article, by=staff.editor)

    page, found = read(client, PAGE), receipt(client)

    assert page.texts("decided-by")[1:] == ["Bert Both, MD, MSc", "Rita Reviewer, MD, MSc"]
    approved, first = (" ".join(row.text_content().split()) for row in page.all("decision")[1:])
    assert "Together with Rita Reviewer, MD, MSc" in approved
    assert "Not enough by itself: the topic asks for 2 reviewers." in first
    assert [json.loads(other["document"])["actor"]["name"] for other in found["together_with"]] == ["Rita Reviewer"]


@pytest.mark.parametrize("path", [PAGE, RECEIPT])
def test_both_are_public_cached_and_without_a_cookie(client, published, path):
    response = client.get(path)

    assert response.status_code == 200 and not response.cookies
    assert response.headers["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" not in response.headers.get("Vary", "")
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_receipt_is_json_that_any_page_may_read(client, published):
    response = client.get(RECEIPT)

    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get(PAGE).headers


@pytest.mark.parametrize("path", [PAGE, RECEIPT])
def test_of_a_withdrawn_page_there_is_only_the_reason(client, staff, published, path):
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    assert read(client, path, status=410)["withdrawal-reason"] == "It was wrong."


@pytest.mark.parametrize("path", [PAGE, RECEIPT])
def test_an_old_address_leads_to_the_new_one(client, staff, published, path):
    staff.published(edit(published.article, slug="new-slug"))

    response = client.get(path)

    assert response.status_code == 301
    assert response.headers["Location"] == path.replace("sore-joints", "new-slug")


@pytest.mark.parametrize("path", [PAGE, RECEIPT])
def test_a_draft_has_neither(client, staff, article, path):
    workflow.save_draft(article, by=staff.writer)

    assert client.get(path).status_code == 404


def test_the_program_that_checks_a_saved_page_is_one_link_away(client, published, settings):
    (link,) = read(client, PAGE).all("verifier-link")

    response = client.get(link.get("href"))

    assert response.content == (settings.BASE_DIR / "tools" / "verify_receipt.py").read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="verify_receipt.py"'
    assert response["Content-Type"] == "text/x-python; charset=utf-8"
