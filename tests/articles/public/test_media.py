"""Pictures are served under the digest of their bytes, to readers while a live page shows them; nothing else is."""

import hashlib
import os
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.editorial import workflow
from articles.models import PreviewLink, PublicationFile
from articles.public.previewed import with_open_pictures
from experts.models import Expert
from tests.articles.public.reading import edit
from tests.browser.drawn import drawn_picture
from tests.factories import make_article, make_expert, make_figure, make_user


@pytest.fixture
def figure(db):
    figure = drawn_picture()
    yield figure
    for name in figure.file_names():
        default_storage.delete(name)


@pytest.fixture
def article(staff, figure):
    return make_article(author=staff.writer.expert, hero=figure)


@pytest.fixture
def live(staff, article):
    return staff.published(article)


def statuses(client, figure):
    return {client.get(f"/media/{name}").status_code for name in figure.file_names()}


def test_a_picture_of_a_live_page_is_served_in_every_size(client, live, figure):
    types = {client.get(f"/media/{name}")["Content-Type"] for name in figure.file_names()}

    assert types == {"image/jpeg", "image/webp", "image/avif"}


def test_a_public_picture_may_be_kept_for_an_hour_and_then_asked_for_again(client, live, figure):
    response = client.get(f"/media/{figure.src}")

    assert hashlib.sha256(response.content).hexdigest() == figure.digest
    # Not for ever: the page can be withdrawn, and its pictures with it.
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response.headers and not response.cookies
    assert client.get(f"/media/{figure.src}", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_reader_costs_one_question_and_a_stranger_two(client, live, figure, django_assert_max_num_queries):
    hidden = drawn_picture("Hidden", colour="red")

    with django_assert_max_num_queries(1):
        client.get(f"/media/{figure.src}")
    with django_assert_max_num_queries(2):
        client.get(f"/media/{hidden.src}")


def test_a_picture_is_private_until_its_page_is_published(client, staff, article, figure):
    assert statuses(client, figure) == {404}
    staff.approved(article)
    assert statuses(client, figure) == {404}

    workflow.publish(article, by=staff.editor)

    assert statuses(client, figure) == {200}


def test_nothing_keeps_the_answer_that_there_is_no_such_picture(client, figure):
    assert client.get(f"/media/{figure.src}")["Cache-Control"] == "no-store"


def test_a_picture_is_private_until_the_moment_for_which_its_page_is_scheduled(client, staff, article, figure):
    staff.approved(article)
    now = timezone.now()
    publication = workflow.schedule(article, visible_from=now + timedelta(hours=1), by=staff.editor, now=now)
    assert statuses(client, figure) == {404}

    type(publication).objects.filter(pk=publication.pk).update(visible_from=now - timedelta(seconds=1))

    assert statuses(client, figure) == {200}


def test_a_picture_of_an_unscheduled_page_stays_private_and_leaves_no_trace(client, staff, article, figure):
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)

    workflow.unschedule(article, by=staff.editor)

    assert statuses(client, figure) == {404}
    assert not PublicationFile.objects.exists()


def test_a_picture_is_private_again_after_withdrawal_and_public_after_reinstatement(client, staff, live, figure):
    workflow.withdraw(live.article, reason="Its main study was retracted.", by=staff.editor)
    assert statuses(client, figure) == {404}

    workflow.reinstate(live.article, by=staff.editor, note="The study stands again.")

    assert statuses(client, figure) == {200}


def test_a_picture_of_a_withdrawn_page_that_another_page_shows_stays_public(client, staff, live, figure):
    staff.published(make_article("other", title="Other", author=staff.writer.expert, hero=figure))

    workflow.withdraw(live.article, reason="Its main study was retracted.", by=staff.editor)

    assert statuses(client, figure) == {200}


def test_a_picture_that_the_new_version_no_longer_shows_is_private_again(client, staff, live, figure):
    edit(live.article, hero=make_figure())
    staff.published(live.article)

    assert statuses(client, figure) == {404}


def test_a_correction_leaves_the_pictures_public(client, staff, live, figure):
    workflow.correct(live.article, text="The knee was called an elbow.", by=staff.editor)

    assert statuses(client, figure) == {200}


def test_a_picture_in_a_section_is_public_with_its_page(client, staff, figure):
    article = make_article(author=staff.writer.expert)
    article.sections.filter(position=0).update(figure=figure)

    staff.published(article)

    assert statuses(client, figure) == {200}


def test_pictures_of_pages_that_were_published_before_files_were_noted_are_noted_once(client, live, figure):
    noted = set(PublicationFile.objects.values_list("publication", "name"))
    PublicationFile.objects.all().delete()

    import_module("articles.migrations.0004_desks").note_files(apps, None)

    assert set(PublicationFile.objects.values_list("publication", "name")) == noted
    assert statuses(client, figure) == {200}


def portrayed(expert, figure):
    Expert.objects.filter(pk=expert.pk).update(portrait=figure.as_shown())


def test_a_portrait_on_a_byline_is_public_with_its_page(client, staff, figure):
    portrayed(staff.writer.expert, figure)
    assert statuses(client, figure) == {404}

    staff.published(make_article(author=staff.writer.expert))

    assert statuses(client, figure) == {200}


def test_the_portrait_of_a_reviewer_who_confirms_the_page_is_public(client, staff, figure):
    live = staff.published(make_article(author=staff.writer.expert))
    portrayed(staff.reviewer.expert, figure)

    workflow.confirm_unchanged(
        live.article,
        digest=live.version.digest,
        by=staff.reviewer,
        next_review_due=timezone.now().date() + timedelta(days=300),
    )
    Expert.objects.update(portrait=None)

    assert client.get(f"/media/{figure.src}").status_code == 200


def test_the_portrait_of_a_public_profile_is_public_and_of_a_private_one_is_not(client, staff, live):
    public, private = drawn_picture("Public", colour="red"), drawn_picture("Private", colour="blue")
    portrayed(staff.writer.expert, public)
    portrayed(make_expert(), private)

    assert client.get(f"/media/{public.src}").status_code == 200
    assert client.get(f"/media/{private.src}").status_code == 404


def test_whoever_works_with_pictures_sees_them_before_readers_and_no_cache_keeps_them(client, staff, figure):
    for user in (staff.writer, staff.reviewer, staff.editor):
        client.force_login(user)
        response = client.get(f"/media/{figure.src}")

        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"


def test_a_user_without_a_role_or_without_an_active_account_sees_what_readers_see(client, staff, figure):
    client.force_login(make_user(username="nobody"))
    assert statuses(client, figure) == {404}
    client.force_login(staff.writer)
    type(staff.writer).objects.update(is_active=False)

    assert statuses(client, figure) == {404}


@pytest.fixture
def link(staff, article):
    """The secret of a preview link, and its row."""
    secret = "a secret that nobody guesses"
    now = timezone.now()
    row = PreviewLink.objects.create(
        version=workflow.save_draft(article, by=staff.writer),
        token_digest=hashlib.sha256(secret.encode()).hexdigest(),
        made_by=staff.writer,
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    return secret, row


def test_a_preview_link_opens_the_pictures_of_its_version_and_no_other(client, link, figure):
    other = drawn_picture("Other", colour="red")
    page = with_open_pictures(f'<img src="/media/{figure.src}"> <img src="/media/{other.src}">', token=link[0])
    addresses = [part for part in page.split('"') if part.startswith("/media/")]

    answers = [client.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0]["Cache-Control"] == "no-store"
    assert client.get(f"/media/{figure.src}?preview=guessed").status_code == 404


@pytest.mark.parametrize("change", ["revoked_at", "expires_at"])
def test_a_preview_link_that_was_revoked_or_has_expired_opens_nothing(change, client, link, figure):
    secret, row = link
    moment = row.made_at + timedelta(microseconds=1)
    PreviewLink.objects.filter(pk=row.pk).update(**{change: moment})

    assert client.get(f"/media/{figure.src}?preview={secret}").status_code == 404


def test_a_file_that_was_exchanged_under_its_name_is_not_served(client, live, figure, caplog):
    with open(default_storage.path(figure.src), "wb") as file:
        file.write(b"another picture")

    assert client.get(f"/media/{figure.src}").status_code == 404
    assert "not those it is named after" in caplog.text


def test_a_public_picture_whose_file_is_lost_is_not_found(client, live, figure):
    default_storage.delete(figure.src)

    assert client.get(f"/media/{figure.src}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "figures/../../etc/passwd",
        "../var/secret.key",
        "figures/%2e%2e/%2e%2e/secret.key",
        "figures/" + "a" * 64 + ".svg",
        "figures/" + "a" * 64 + ".jpg/",
        "figures/" + "a" * 64 + ".jpg",
        "figures/" + "A" * 64 + ".jpg",
        "figures/",
        "",
        "/etc/passwd",
    ],
)
def test_nothing_else_under_the_media_root_or_above_it_can_be_named(client, staff, path):
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
    client.force_login(staff.editor)

    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_beside_the_figures_is_not_served(client, staff):
    name = default_storage.save("private.jpg", ContentFile(b"\xff\xd8\xff a picture"))
    client.force_login(staff.editor)

    assert client.get(f"/media/{name}").status_code == 404
    default_storage.delete(name)
