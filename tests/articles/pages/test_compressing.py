"""What was stored in haste is the same page in fewer bytes later, and nothing else about it changes."""

import gzip
import random
import string

import brotli
import pytest
from django.core.management import call_command

from articles.models import StoredPage, StoredPageKey
from articles.pages import compressing, generation
from articles.pages.compressing import compress_waiting
from articles.pages.dropping import drop
from articles.pages.encoding import BEST, QUICK, encoded

pytestmark = pytest.mark.django_db
WORDS = ["".join(random.Random(number).choices(string.ascii_lowercase, k=7)) for number in range(400)]
BODY = " ".join(random.Random(1).choices(WORDS, k=3000)).encode()


@pytest.fixture
def in_haste(keep):
    assert keep("/a/", body=BODY, effort=QUICK)
    return StoredPage.objects.get()


def test_it_is_the_same_page_in_fewer_bytes(in_haste):
    assert compress_waiting(seconds=60) == 1

    now = StoredPage.objects.get()
    assert len(now.brotli) < len(in_haste.brotli) and len(now.gzip) <= len(in_haste.gzip)
    assert bytes(now.brotli) == encoded(BODY, "br", effort=BEST)
    assert bytes(now.gzip) == encoded(BODY, "gzip", effort=BEST)
    for field in ("pk", "path", "headers", "tag", "keys", "valid_until", "generation"):
        assert getattr(now, field) == getattr(in_haste, field)


def test_no_two_bodies_have_one_validator(in_haste, worker):
    before = {encoding: worker().find("/a/", encoding) for encoding in ("br", "gzip", "")}

    compress_waiting(seconds=60)

    after = {encoding: worker().find("/a/", encoding) for encoding in ("br", "gzip", "")}
    for encoding, page in after.items():
        assert (page.etag == before[encoding].etag) == (page.body == before[encoding].body)
    assert after[""].etag == before[""].etag and after["br"].etag != before["br"].etag


def test_it_is_done_once(in_haste, keep):
    keep("/best/", body=BODY, effort=BEST)
    compress_waiting(seconds=60)

    assert compress_waiting(seconds=60) == 0
    assert {key for (key,) in StoredPageKey.objects.values_list("key")} == {"article:1"}


def test_a_page_that_is_made_at_its_best_meanwhile_waits_no_longer(in_haste, keep):
    keep("/a/", body=BODY, effort=BEST)

    assert compress_waiting(seconds=60) == 0


def test_it_ends_in_time_and_goes_on_later(keep):
    for number in range(3):
        keep(f"/{number}/", body=BODY, effort=QUICK)

    assert compress_waiting(seconds=0) == 0
    assert compress_waiting(seconds=60) == 3


def test_many_are_gone_through_a_batch_at_a_time(keep, monkeypatch):
    monkeypatch.setattr(compressing, "AT_ONCE", 2)
    for number in range(5):
        keep(f"/{number}/", body=BODY, effort=QUICK)

    assert compress_waiting(seconds=60) == 5


def test_pages_of_another_release_are_left_to_it(in_haste, monkeypatch):
    monkeypatch.setattr("articles.pages.storing.layout", lambda: "another")

    assert compress_waiting(seconds=60) == 0


def test_a_page_that_is_dropped_meanwhile_does_not_come_back(in_haste, monkeypatch):
    compress = compressing.compress

    def late(body, *, effort):
        drop(["article:1"])
        return compress(body, effort=effort)

    monkeypatch.setattr(compressing, "compress", late)

    assert compress_waiting(seconds=60) == 0
    assert not StoredPage.objects.exists() and not StoredPageKey.objects.exists()


def test_a_page_that_became_another_one_meanwhile_stays_that_and_waits(in_haste, keep, monkeypatch):
    compress, other = compressing.compress, BODY[::-1]

    def late(body, *, effort):
        keep("/a/", body=other, effort=QUICK, tag="1" * 64)
        return compress(body, effort=effort)

    monkeypatch.setattr(compressing, "compress", late)
    assert compress_waiting(seconds=60) == 0
    monkeypatch.setattr(compressing, "compress", compress)

    assert brotli.decompress(StoredPage.objects.get().brotli) == other
    assert compress_waiting(seconds=60) == 1
    assert gzip.decompress(StoredPage.objects.get().gzip) == other


def test_while_somebody_decides_it_waits(in_haste, monkeypatch):
    monkeypatch.setattr(compressing, "hold_the_number", lambda: None)
    assert compress_waiting(seconds=60) == 0

    monkeypatch.setattr(compressing, "hold_the_number", generation.current)
    assert compress_waiting(seconds=60) == 1


def test_the_command_says_how_many_and_how_many_wait(in_haste, keep, capsys):
    call_command("compress_pages", seconds=0)
    call_command("compress_pages")

    assert capsys.readouterr().out.splitlines() == [
        "0 pages are smaller; 1 wait.",
        "1 pages are smaller; 0 wait.",
    ]
