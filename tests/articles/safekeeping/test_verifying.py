"""Whatever was changed behind the site's back is named, each kind in its own sentence."""

import gzip
import hashlib
from datetime import timedelta

import brotli
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.editorial.site_pages import install_page
from articles.models import Figure, SearchDocument, StoredPage
from articles.pages import building
from articles.pages.building import make
from articles.safekeeping.verifying import faults
from articles.site_texts import texts
from tests.articles.safekeeping.conftest import NAME

ADDRESS = "/articles/sore-joints/"


def found():
    return "\n".join(faults())


def test_a_site_that_holds_says_what_was_checked(live, capsys):
    make(ADDRESS)

    call_command("verify_site")

    said = capsys.readouterr().out
    assert said.startswith("The site holds: 3 records, 1 versions, 1 publications, ")
    assert "1 files of pictures, 1 publications in the search, 1 publications on the lists, 1 stored pages." in said


def test_the_command_ends_with_1_and_names_the_fault(live, capsys):
    default_storage.delete(NAME)

    with pytest.raises(SystemExit) as end:
        call_command("verify_site")

    told = capsys.readouterr()
    assert end.value.code == 1
    assert told.out.strip() == f"The file {NAME} is missing; “Sore joints” shows it."
    assert "The site does not hold: 1 fault(s)." in told.err


def test_an_altered_record_of_the_ledger(live, tamper):
    changed = "replace(document, 'approved', 'Approved')"
    tamper(f"UPDATE articles_editorialrecord SET document = {changed} WHERE sequence = 2")

    assert "Record 2 was altered: its text does not have its hash." in found()


def test_an_altered_version(live, tamper):
    tamper("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

    assert "Version 1 of “Sore joints” was altered: its content does not have its digest" in found()


def test_an_altered_page_about_the_site(live, tamper):
    for text in texts():
        install_page(**text)
    tamper("UPDATE articles_sitepageversion SET document = document || ' ' WHERE slug = 'privacy' AND language = 'es'")

    assert found() == "Version 1 of the page /privacy/ (es) was altered: its content does not have its digest."


def test_a_file_whose_bytes_were_exchanged(live):
    default_storage.delete(NAME)
    default_storage.save(NAME, ContentFile(b"something else"))

    assert found() == (
        f"The bytes of {NAME} are not those it is named after: it is served to nobody; “Sore joints” shows it."
    )


def test_a_file_that_only_a_draft_names(live):
    other = f"figures/{'0' * 64}.jpg"
    Figure.objects.create(name="Hip", digest="0" * 64, src=other, width=1, height=1, alt="A hip.")

    assert found() == f"The file {other} is missing."


def test_a_page_that_the_search_does_not_know(live):
    SearchDocument.objects.all().delete()

    assert found() == "The search does not know “Sore joints”: run manage.py rebuild_search."


def test_a_page_that_the_search_knows_by_other_words(live):
    SearchDocument.objects.update(body="Take as much as you like.")

    assert found() == "The search knows “Sore joints” by other words than it has: run manage.py rebuild_search."


def test_a_page_that_the_search_knows_as_it_was(live):
    SearchDocument.objects.update(review_due_on=None)

    assert found() == "The search knows pages as they were before a decision: run manage.py rebuild_search."


def test_a_page_that_the_search_should_have_forgotten(live):
    live.withdrawn_at, live.withdrawal_reason = timezone.now(), "It no longer holds."
    live.save()

    assert "The search still holds “Sore joints”, which readers may not see: run manage.py rebuild_search." in found()


def test_a_stored_page_whose_bytes_were_exchanged(live):
    make(ADDRESS)
    StoredPage.objects.update(brotli=b"nothing")

    assert found() == (
        f"The stored page {ADDRESS} was altered: its bytes do not have its digest. Run manage.py build_pages --anew."
    )


def test_a_stored_page_that_is_not_what_the_site_shows(live):
    """As if a decision had not dropped it."""
    make(ADDRESS)
    page = StoredPage.objects.get()
    body = b"<p>What was true before.</p>"
    changed = {"tag": hashlib.sha256(body).hexdigest(), "gzip": gzip.compress(body), "brotli": brotli.compress(body)}
    StoredPage.objects.filter(pk=page.pk).update(**changed)

    assert found() == (
        f"The stored page {ADDRESS} is not what the site would show now: made anew, it is another one. "
        "Run manage.py build_pages --anew."
    )
    assert StoredPage.objects.get().tag == hashlib.sha256(body).hexdigest()


def test_a_stored_page_of_what_is_gone(live):
    make(ADDRESS)
    live.withdrawn_at, live.withdrawal_reason = timezone.now(), "It no longer holds."
    live.save()

    assert "made anew, it is answered with 410." in found()


def test_a_page_whose_time_is_over_is_no_fault(live):
    make(ADDRESS)
    StoredPage.objects.update(tag="0" * 64, valid_until=(timezone.now() - timedelta(seconds=1)).timestamp())

    assert not found()


def test_a_decision_meanwhile_is_no_fault(live, monkeypatch):
    make(ADDRESS)
    rendered_now = building.rendered_now

    def decided_meanwhile(path):
        StoredPage.objects.update(generation=99)
        live.withdrawn_at, live.withdrawal_reason = timezone.now(), "It no longer holds."
        live.save()
        return rendered_now(path)

    monkeypatch.setattr("articles.safekeeping.verifying.rendered_now", decided_meanwhile)

    assert not found()


def test_an_index_that_does_not_say_what_its_table_says(live):
    """On PostgreSQL the index is part of the row, and nothing can be planted."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_search_in_title(rowid, title) VALUES (9999, 'nowhere')")

    assert bool(found()) == (connection.vendor == "sqlite")
