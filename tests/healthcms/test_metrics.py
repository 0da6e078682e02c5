"""Who knows the token learns how the site does; nobody else learns that there is anything to learn."""

import re

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from articles.models import WaitingPurge
from articles.pages import tally
from articles.pages.building import BUILDING
from articles.pages.tally import Tally
from healthcms.metrics import Measure

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-these-tests"


@pytest.fixture
def counting(settings, tmp_path):
    settings.METRICS_TOKEN = TOKEN
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"


def numbers(client):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer["Cache-Control"] == "no-store"
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]+"\})? [0-9.]+', line) for line in lines)
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def measured(status, **environ):
    request = RequestFactory().get("/", **environ)
    return Measure(lambda request: HttpResponse(status=status))(request)


def test_what_django_answered_is_counted_by_class_and_time(counting, client):
    for status in (200, 200, 404, 500):
        measured(status)

    told = numbers(client)

    assert told['healthcms_requests_total{status="2xx"}'] == 2
    assert told['healthcms_requests_total{status="4xx"}'] == told['healthcms_requests_total{status="5xx"}'] == 1
    assert told['healthcms_served_total{from="django"}'] == told["healthcms_django_seconds_count"] == 4
    assert told['healthcms_django_seconds_bucket{le="5"}'] == told['healthcms_django_seconds_bucket{le="+Inf"}'] == 4


def test_pages_that_the_site_asks_itself_for_are_not_counted(counting, client):
    measured(200, **{BUILDING: True})

    assert numbers(client)['healthcms_requests_total{status="2xx"}'] == 0


def test_what_waits_and_what_was_decided_is_told(counting, client):
    WaitingPurge.objects.create(made_at=timezone.now(), keys=[], paths=[])

    told = numbers(client)

    assert told["healthcms_waiting_purges"] == 1 and "healthcms_generation" in told


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer another", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_without_the_token_there_is_nothing(counting, client, sent):
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_where_no_token_is_set_nothing_is_counted_and_nothing_is_there(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    with pytest.raises(MiddlewareNotUsed):
        Measure(lambda request: HttpResponse())


def test_processes_have_a_row_each_and_are_added_up(tmp_path):
    first = Tally(tmp_path / "tally")
    row = first.own
    row[tally.EDGE_200] += 3

    # Within one process a lock holds nobody off: this stands for the process after the first one, which takes its row.
    second = Tally(tmp_path / "tally")
    second.own[tally.EDGE_200] += 4

    assert first.sums()[tally.EDGE_200] == second.sums()[tally.EDGE_200] == 7


def test_a_row_that_another_process_holds_is_left_alone(tmp_path):
    import subprocess
    import sys

    mine = Tally(tmp_path / "tally")
    mine.own[tally.ROWS] += 1
    code = (
        "import fcntl, os, sys; file = os.open(sys.argv[1], os.O_RDWR)\n"
        "try: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)\n"
        "except OSError: print('held')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "tally")], capture_output=True, text=True)

    assert done.stdout.strip() == "held"


def test_where_all_rows_are_taken_the_numbers_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tally, "PLACES", 0)
    (tmp_path / "tally").write_bytes(bytes(8 * tally.NUMBERS))
    monkeypatch.setattr(tally.mmap, "mmap", lambda file, size: bytearray(8 * tally.NUMBERS))

    full = Tally(tmp_path / "tally")
    full.own[tally.ROWS] += 1

    assert full.sums() == [0] * tally.NUMBERS
