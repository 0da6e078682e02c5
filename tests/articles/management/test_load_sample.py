"""The sample content comes in through the verbs, once."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.editorial.verification import faults
from articles.models import Article, Publication, ReviewAssignment
from experts.models import User

pytestmark = pytest.mark.django_db


def test_it_fills_an_empty_site_prints_one_login_per_role_that_works_and_loads_nothing_twice(capsys, monkeypatch):
    # Its reviews run out as all do.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))

    call_command("load_sample")

    standings = {p.slug: p.standing() for p in Publication.objects.live().with_standing()}
    assert len(standings) == 10
    assert Article.objects.count() == 11
    assert standings["ms-can-make-joints-sore"].state == "reviewed"
    waiting = ReviewAssignment.objects.open().get()
    assert waiting.reviewer.username == "osei" and waiting.article.slug in standings
    assert list(faults()) == []
    capsys.readouterr()

    call_command("load_sample")

    printed = capsys.readouterr().out
    assert "nothing was loaded" in printed
    assert Article.objects.count() == 11
    for label in ("writer", "reviewer", "editor", "administrator"):
        line = next(line for line in printed.splitlines() if line.strip().startswith(label))
        assert User.objects.get(username=line.split()[1]).check_password("sample-content-only")


def test_it_refuses_to_bring_a_known_password_into_production(settings):
    settings.IS_DEVELOPMENT = False

    with pytest.raises(CommandError, match="for development only"):
        call_command("load_sample")
