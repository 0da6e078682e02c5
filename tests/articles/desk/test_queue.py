"""What waits for a reviewer, and what does not."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Topic
from tests import factories


def queue(client):
    return client.get("/desk/").content.decode()


def test_a_text_that_was_asked_of_me_waits_with_its_day(version, staff, client_of):
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)

    page = queue(client_of(staff.reviewer))

    assert f"/desk/versions/{version.pk}/" in page
    assert f'<time datetime="{day.isoformat()}">' in page
    assert "Asked by Edgar Editor, version 1" in page


def test_it_tells_how_much_of_a_text_is_new_to_me_and_how_long_that_takes(staff, client_of):
    article = factories.make_article()
    staff.published(article)
    article.sections.filter(position=1).update(body="<p>Ask your doctor first.</p>")
    staff.submitted(article)
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(article, reviewer=staff.reviewer, due_on=day, by=staff.editor)

    page = queue(client_of(staff.reviewer))

    assert "1 of 13 sentences changed since your approval on" in page
    assert "1 text to review, about 1 minute in all." in page
    assert 'aria-label="13 sentences: 12 carried, 0 fine, 1 open"' in page


def test_the_queries_of_the_queue_do_not_grow_with_it(staff, client_of, django_assert_max_num_queries):
    day = timezone.now().date() + timedelta(days=5)
    for number in range(5):
        article = factories.make_article(f"joints-{number}", title=f"Joints {number}")
        staff.published(article)
        article.sections.filter(position=1).update(body="<p>Ask your doctor first.</p>")
        staff.submitted(article)
        workflow.assign(article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    client = client_of(staff.reviewer)

    with django_assert_max_num_queries(20):
        page = queue(client)

    assert page.count("1 of 13 sentences changed") == 5


def test_a_text_that_names_me_waits_although_nobody_set_a_day(staff, client_of):
    article = factories.make_article()
    article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer", position=1)
    version = staff.submitted(article)

    page = queue(client_of(staff.reviewer))

    assert f"/desk/versions/{version.pk}/" in page
    assert "Names you as medical reviewer" in page


def test_a_text_that_names_me_and_was_asked_of_me_waits_once(staff, client_of):
    article = factories.make_article()
    article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer", position=1)
    version = staff.submitted(article)
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(article, reviewer=staff.reviewer, due_on=day, by=staff.editor)

    assert queue(client_of(staff.reviewer)).count(f'<h3><a href="/desk/versions/{version.pk}/">') == 1


def test_drafts_and_texts_of_others_do_not_wait(version, staff, client_of):
    assert f"/desk/versions/{version.pk}/" not in queue(client_of(staff.reviewer))


def test_a_recalled_text_waits_no_more(version, staff, client_of):
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    workflow.recall(version.article, by=staff.writer)

    assert f'<h3><a href="/desk/versions/{version.pk}/">' not in queue(client_of(staff.reviewer))


def test_my_live_page_comes_back_before_its_review_is_due(staff, client_of):
    today = timezone.now().date()
    soon = staff.published(factories.make_article(slug="soon"), next_review_due=today + timedelta(days=30))
    later = staff.published(factories.make_article(slug="later"), next_review_due=today + timedelta(days=300))

    page = queue(client_of(staff.reviewer))

    assert f"/desk/pages/{soon.pk}/" in page
    assert f"/desk/pages/{later.pk}/" not in page


def test_a_lapsed_license_is_said_before_anything_is_read(staff, client_of):
    factories.licence_until(staff.reviewer.expert, timezone.now().date() - timedelta(days=1))

    assert "has no checked credential that is valid" in queue(client_of(staff.reviewer))


def test_what_i_decided_lately_is_listed(staff, client_of):
    staff.approved(factories.make_article())

    page = queue(client_of(staff.reviewer))

    assert "Decided lately" in page and "Approved" in page


def test_the_queue_takes_as_many_queries_for_ten_texts_as_for_two(staff, client_of, django_assert_max_num_queries):
    client = client_of(staff.reviewer)
    day = timezone.now().date() + timedelta(days=5)

    def ask(number):
        version = staff.submitted(factories.make_article(slug=f"text-{number}"))
        workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)

    for number in range(2):
        ask(number)
    with django_assert_max_num_queries(30) as few:
        client.get("/desk/")
    for number in range(2, 6):
        ask(number)

    with django_assert_max_num_queries(30) as many:
        client.get("/desk/")

    assert len(many) == len(few)


def test_a_text_is_read_for_the_queue_once(version, staff, client_of):
    article = version.article
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    client = client_of(staff.reviewer)
    first = queue(client)

    with CaptureQueriesContext(connection) as asked:
        again = queue(client)

    texts = [query["sql"] for query in asked if 'FROM "articles_version"' in query["sql"]]
    assert len(texts) == 1 and '"document"' not in texts[0]
    assert "New to you: 13 sentences" in again
    assert again.count("<rect") == first.count("<rect") == 13


def test_a_text_that_was_saved_anew_is_read_anew(staff, client_of):
    article = factories.make_article()
    article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer", position=1)
    staff.submitted(article)
    client = client_of(staff.reviewer)
    assert "New to you: 13 sentences" in queue(client)
    workflow.recall(article, by=staff.writer)
    article.sections.filter(position=1).update(body="<p>Ask your doctor first. Then rest.</p>")
    staff.submitted(article)

    assert "New to you: 14 sentences" in queue(client)


def two_named(staff, other):
    """A text in review that names two reviewers, as its topic asks for two."""
    article = factories.make_article()
    Topic.objects.update(reviewers_needed=2)
    for position, reviewer in enumerate((staff.reviewer, other), start=1):
        article.bylines.create(expert=reviewer.expert, role="medical_reviewer", position=position)
    return staff.submitted(article)


def approve(version, *, by):
    due = timezone.now().date() + timedelta(days=20)
    return workflow.approve(version, digest=version.digest, by=by, next_review_due=due)


def test_a_text_that_waits_for_the_second_reviewer_waits_for_them_alone(staff, client_of):
    other = factories.make_reviewer("otto_other")
    version = two_named(staff, other)

    approve(version, by=staff.reviewer)

    link = f'<h3><a href="/desk/versions/{version.pk}/">'
    assert link not in queue(client_of(staff.reviewer))
    assert link in queue(client_of(other))


def test_a_text_that_the_second_reviewer_sent_back_waits_for_both_again(staff, client_of):
    other = factories.make_reviewer("otto_other")
    version = two_named(staff, other)
    approve(version, by=staff.reviewer)
    workflow.request_changes(version, digest=version.digest, by=other, note="Why?")

    workflow.submit_for_review(version.article, by=staff.writer)

    link = f'<h3><a href="/desk/versions/{version.pk}/">'
    assert link in queue(client_of(staff.reviewer)) and link in queue(client_of(other))


def test_a_page_of_two_reviewers_comes_back_to_both(staff, client_of):
    other = factories.make_reviewer("otto_other")
    version = two_named(staff, other)
    approve(version, by=staff.reviewer)
    approve(version, by=other)
    publication = workflow.publish(version.article, by=staff.editor)

    link = f'<h3><a href="/desk/pages/{publication.pk}/">'
    assert link in queue(client_of(staff.reviewer)) and link in queue(client_of(other))
