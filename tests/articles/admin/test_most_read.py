"""What was read most stands on an editor's first page, where the site counts that."""

from datetime import timedelta

from django.utils import timezone

from articles.admin.home.most_read import most_read
from articles.editorial.page_views import add_views
from tests import factories
from tests.factories import today
from tests.scenes import scene


def day(ago):
    return today() - timedelta(days=ago)


@scene
def counted(staff):
    staff.published(factories.make_article())
    add_views(
        {
            (day(0), "/articles/sore-joints/"): 5,
            (day(6), "/articles/sore-joints/"): 2,
            (day(7), "/articles/sore-joints/"): 10,
            (day(27), "/topics/sore-joints/"): 40,
            (day(28), "/"): 1000,
            (day(1), "/"): 1,
        }
    )


def test_the_pages_of_the_last_seven_days_stand_first(counted):
    pages = most_read(timezone.now()).pages

    assert [(page.title, page.path, page.week, page.month) for page in pages] == [
        ("Sore joints", "/articles/sore-joints/", 7, 17),
        ("/", "/", 1, 1),
        ("/topics/sore-joints/", "/topics/sore-joints/", 0, 40),
    ]


def test_each_day_has_a_bar_and_a_row(counted, django_assert_num_queries):
    with django_assert_num_queries(3):
        plot = most_read(timezone.now()).plot

    assert [mark.value for mark in plot.marks][-8:] == [10, 2, 0, 0, 0, 0, 1, 5]
    assert len(plot.marks) == 28
    assert plot.says == "8 in the last seven days, 58 in 28."


def test_an_editor_sees_it(counted, staff, client_of, settings):
    settings.COUNT_PAGE_VIEWS = True

    page = client_of(staff.editor).get("/admin/").content.decode()

    assert "Most read" in page and "Pages read per day" in page
    assert '<a href="/articles/sore-joints/">Sore joints</a>' in page


def test_a_site_on_which_nothing_was_counted_yet_says_so(staff, client_of, settings):
    settings.COUNT_PAGE_VIEWS = True

    page = client_of(staff.editor).get("/admin/").content.decode()

    assert "Nothing was counted yet." in page and "Nothing to draw yet." in page


def test_it_is_absent_where_nothing_is_counted_and_for_those_who_do_not_edit(counted, staff, client_of, settings):
    assert "Most read" not in client_of(staff.editor).get("/admin/").content.decode()

    settings.COUNT_PAGE_VIEWS = True

    assert "Most read" not in client_of(staff.writer).get("/admin/").content.decode()
