"""The first page of the admin: what waits, by role; every count is the length of the list behind it."""

from calendar import monthrange
from datetime import timedelta
from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import plots
from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.editorial.roles import Role
from articles.models import Comment, Publication, ScratchCopy, Source
from tests import factories
from tests.factories import today
from tests.scenes import scene


def home(client):
    return client.get("/admin/").context["home"]


def panels(client):
    return {panel.key: panel for panel in home(client).tally}


def length_of_list(client, address):
    return client.get(address).context["cl"].result_count


def due_on(publication, day):
    Publication.objects.filter(pk=publication.pk).update(review_due_on=day)


@scene
def desk(staff):
    """Something in every list, and more than the first rows in one."""
    for number in range(7):
        workflow.save_draft(factories.make_article(f"draft-{number}", title=f"Draft {number}"), by=staff.writer)
    staff.submitted(factories.make_article("unassigned", title="Unassigned"))
    assigned = factories.make_article("assigned", title="Assigned")
    staff.submitted(assigned)
    workflow.assign(assigned, reviewer=staff.reviewer, due_on=today() + timedelta(days=4), by=staff.editor)
    returned = factories.make_article("returned", title="Returned")
    version = staff.submitted(returned)
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The dose needs a source.")
    Comment.objects.create(
        article=returned, version=version, author=staff.reviewer, body="Which dose?", made_at=timezone.now()
    )
    staff.approved(factories.make_article("ready", title="Ready"))
    coming = factories.make_article("coming", title="Coming")
    staff.approved(coming)
    workflow.schedule(coming, visible_from=timezone.now() + timedelta(days=2), by=staff.editor)
    due_on(staff.published(factories.make_article("overdue", title="Overdue")), today() - timedelta(days=9))
    due_on(staff.published(factories.make_article("lost", title="Lost")), today() - timedelta(days=54))
    live = staff.published(factories.make_article("soon", title="Soon"))
    due_on(live, today() + timedelta(days=9))
    file_report(live, section_id="", message="The number is old.", email="")
    Source.objects.filter(pk=factories.make_source(1).pk).update(status="retracted")
    return staff


def test_every_count_of_the_editor_is_the_length_of_the_list_behind_it(desk, client_of):
    client = client_of(desk.editor)

    counts = {panel.key: panel.count for panel in home(client).tally}

    assert counts == {
        "ready": 1,
        "to-assign": 1,
        "assigned": 1,
        "overdue": 2,
        "due-soon": 1,
        "alerts": 1,
        "reports": 1,
        "scheduled": 1,
    }
    for panel in home(client).tally:
        assert length_of_list(client, panel.address) == panel.count, panel.key


def test_every_count_of_the_writer_is_the_length_of_the_list_behind_it(desk, client_of):
    client = client_of(desk.writer)

    counts = {panel.key: panel.count for panel in home(client).tally}

    assert counts == {"changes": 1, "comments": 1, "drafts": 7, "with-others": 3, "mine-scheduled": 1}
    for panel in home(client).tally:
        assert length_of_list(client, panel.address) == panel.count, panel.key


def test_another_writer_sees_nothing_of_it_and_is_told_what_to_do(desk, client_of):
    client = client_of(factories.make_writer("willa_writer"))

    assert not any(panel.count for panel in home(client).tally)
    page = client.get("/admin/").content.decode()
    assert "Begin one with “New article”" in page


def test_an_author_on_the_byline_finds_the_article_among_their_own(desk, client_of):
    author = factories.make_writer("willa_writer")
    factories.make_article("hers", author=author.expert)

    assert panels(client_of(author))["drafts"].count == 1


def test_a_list_shows_its_first_rows_and_the_way_to_the_rest(desk, client_of):
    drafts = panels(client_of(desk.writer))["drafts"]

    assert len(drafts.rows) == 5 and drafts.has_more


def test_rows_say_what_an_editor_decides_by_and_lead_to_the_task(desk, client_of):
    found = panels(client_of(desk.editor))

    [unassigned], [ready] = found["to-assign"].rows, found["ready"].rows
    assert unassigned.goes_to.endswith("/assign/") and unassigned.when == "Submitted today"
    assert ready.goes_to.endswith("/publish/") and "approved by Rita Reviewer" in ready.detail
    lost, overdue = found["overdue"].rows
    assert (lost.when, lost.chip[2]) == ("54 days overdue", "Lapsed: no mark, not listed by search engines")
    assert (overdue.when, overdue.chip[2]) == ("9 days overdue", "Overdue")
    client = client_of(desk.editor)
    for panel in found.values():
        for row in panel.rows:
            assert client.get(row.goes_to).status_code == 200, row


def test_a_reviewers_note_stands_with_the_text_that_came_back(desk, client_of):
    [row] = panels(client_of(desk.writer))["changes"].rows

    assert row.said == "Rita Reviewer: The dose needs a source."


def test_a_review_that_is_late_is_marked(staff, client_of):
    article = factories.make_article()
    staff.submitted(article)
    workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)
    article.assignments.update(due_on=today() - timedelta(days=1))

    [row] = panels(client_of(staff.editor))["assigned"].rows

    assert row.is_late and row.when == "1 day overdue"


def test_a_text_that_a_reviewer_declined_waits_again_with_the_reason(staff, client_of):
    article = factories.make_article()
    staff.submitted(article)
    assignment = workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)
    workflow.decline(assignment, by=staff.reviewer, reason="I am on leave.")

    [row] = panels(client_of(staff.editor))["to-assign"].rows

    assert row.said == "Declined. Rita Reviewer: I am on leave."


def test_a_withdrawn_page_is_not_ready_to_publish(staff, client_of):
    article = factories.make_article()
    staff.published(article)
    workflow.withdraw(article, reason="Under examination.", by=staff.editor)

    assert panels(client_of(staff.editor))["ready"].count == 0


def test_there_is_no_panel_for_evidence_alerts_without_any(staff, client_of):
    staff.published(factories.make_article())

    assert "alerts" not in panels(client_of(staff.editor))


def test_a_retracted_source_that_nobody_cites_is_no_alert(staff, client_of):
    Source.objects.filter(pk=factories.make_source(9).pk).update(status="retracted")

    assert "alerts" not in panels(client_of(staff.editor))


def test_a_source_that_the_draft_dropped_is_an_alert_while_the_live_page_cites_it(staff, client_of):
    article = factories.make_article()
    staff.published(article)
    article.citations.filter(key="second").delete()
    section = article.sections.first()
    section.body = "<p>Walk every day.</p>"
    section.save()
    workflow.save_draft(article, by=staff.writer)
    Source.objects.filter(pk=factories.make_source(2).pk).update(status="concern")

    assert panels(client_of(staff.editor))["alerts"].count == 1


def test_an_administrator_sees_people_without_a_role_and_papers_that_run_out(staff, client_of):
    administrator = factories.make_user(Role.ADMINISTRATOR, username="ada_admin", is_staff=True)
    factories.make_user(username="new_person")
    factories.licence_until(staff.reviewer.expert, today() + timedelta(days=20))
    staff.writer.expert.disclosures.update(declared_on=today() - timedelta(days=400))
    client = client_of(administrator)

    found = panels(client)

    assert found["without-role"].count == 1 and found["to-renew"].count == 2
    for key in ("without-role", "to-renew"):
        assert length_of_list(client, found[key].address) == found[key].count
    said = {row.title: row.detail for row in found["to-renew"].rows}
    assert said["Rita Reviewer, MD, MSc"] == "The credential lapses soon."
    assert said["Wanda Writer"] == "No disclosure within a year."


def test_a_reviewer_with_staff_access_is_led_to_their_desk(staff, client_of):
    article = factories.make_article()
    staff.submitted(article)
    workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)
    staff.reviewer.is_staff = True
    staff.reviewer.save()
    client = client_of(staff.reviewer)

    reviews = panels(client)["reviews"]

    assert (reviews.count, reviews.address) == (1, "/desk/")
    assert "My reviews" in client.get("/admin/").content.decode()
    assert "My reviews" not in client_of(staff.writer).get("/admin/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_articles(desk, client_of):
    clients = [client_of(desk.editor), client_of(desk.writer)]

    def asked():
        """How often each of the two homes asks the database."""
        counts = []
        for client in clients:
            with CaptureQueriesContext(connection) as queries:
                client.get("/admin/")
            counts.append(len(queries))
        return counts

    # Once in each process Django looks up what it keeps from then on.
    asked()
    before = asked()

    for number in range(12):
        desk.submitted(factories.make_article(f"more-{number}"))
        due_on(desk.published(factories.make_article(f"page-{number}")), today() - timedelta(days=number + 1))
        desk.approved(factories.make_article(f"ready-{number}"))

    assert asked() == before
    assert max(before) <= 45


def test_everybody_sees_the_lists_of_their_role(staff, superuser, client_of):
    writers, everything = client_of(staff.writer).get("/admin/"), client_of(superuser).get("/admin/")

    assert [label for label, _, _ in writers.context["places"]] == [
        "Articles",
        "Calendar",
        "Sources",
        "Pictures",
        "Topics",
        "Experts",
        "Ledger",
    ]
    assert "Users" in everything.content.decode() and "Users" not in writers.content.decode()


def test_somebody_without_a_role_is_told_so(staff, client_of):
    nobody = factories.make_user(username="new_person", is_staff=True)

    page = client_of(nobody).get("/admin/").content.decode()

    assert "Your account has no role yet" in page


def test_nobody_enters_without_logging_in(client):
    for address in ("/admin/", "/admin/calendar/", "/admin/notices/"):
        assert client.get(address).status_code == 302


class Tables(HTMLParser):
    """The text of every row of a table, and the words of every plot for those who cannot see it."""

    def __init__(self):
        super().__init__()
        self.rows, self.alternatives = [], []

    def handle_starttag(self, tag, attributes):
        if tag == "svg" and dict(attributes).get("role") == "img":
            self.alternatives.append(dict(attributes)["aria-label"])
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        if tag == "table":
            self.rows.append([])

    def handle_data(self, data):
        if self.rows and data.strip():
            self.rows[-1].append(data.strip())


def test_each_plot_has_its_words_and_its_table(desk, client_of):
    seen = Tables()
    seen.feed(client_of(desk.editor).get("/admin/").content.decode())

    assert [words.split(",")[0].split(":")[0] for words in seen.alternatives] == [
        "Published per month",
        "Median days from submission to approval",
        "Reviews per reviewer",
    ]
    assert [f"{today():%B %Y}", "3"] in seen.rows
    assert [row for row in seen.rows if row[0] == "Rita Reviewer"] == [["Rita Reviewer", "1", "0", "6"]]


def released(slug, staff, *, now, after):
    """An article that was approved so many days after its submission, and published."""
    article = factories.make_article(slug)
    version = workflow.save_draft(article, by=staff.writer)
    workflow.submit_for_review(article, by=staff.writer, now=now - timedelta(days=after))
    due = today() + timedelta(days=90)
    workflow.approve(version, digest=version.digest, by=staff.reviewer, next_review_due=due, now=now)
    workflow.publish(article, by=staff.editor, now=now)


def test_the_plots_count_by_the_month_and_take_the_median(staff):
    now = timezone.now()
    long_ago = plots.last_months(today())[0]
    for number, days in enumerate((2, 4, 9)):
        released(f"page-{number}", staff, now=now, after=days)

    published, days = plots.published_per_month(now), plots.days_to_approval(now)

    assert [mark.value for mark in published.marks] == [0] * 11 + [3]
    assert [mark.value for mark in days.marks] == [None] * 11 + [4.0]
    assert published.marks[0].name == f"{long_ago:%B %Y}"


def test_the_days_of_a_month_that_are_over_count_with_today(staff):
    now = timezone.now()
    last = now.replace(day=monthrange(now.year, now.month)[1])
    released("today", staff, now=now, after=2)
    released("on-the-last-day", staff, now=last, after=4)

    published, days = plots.published_per_month(last), plots.days_to_approval(last)

    assert published.marks[-1].value == 2
    assert days.marks[-1].value == 3.0


def test_a_plot_of_nothing_draws_nothing(db):
    for plot in (plots.published_per_month(timezone.now()), plots.reviews_per_reviewer(timezone.now())):
        assert not plot.has_data


def test_unsaved_words_are_told_of_once_for_each_article_and_the_newest(article, staff, client_of):
    other = factories.make_article("other", title="Other")
    now = timezone.now()
    windows = [(article, 3), (article, 1), (other, 2), *((article, 10 + age) for age in range(25))]
    for number, (kept_for, age) in enumerate(windows):
        ScratchCopy.objects.create(
            article=kept_for, by=staff.writer, window=f"window-{number}", fields={}, saved_at=now - timedelta(hours=age)
        )

    told = home(client_of(staff.writer)).unsaved

    assert [(copy.article, copy.window) for copy in told] == [(article, "window-1"), (other, "window-2")]
