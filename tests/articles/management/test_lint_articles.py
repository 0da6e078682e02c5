"""The command lists findings by article and section and ends with 1 if there are errors."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article


def test_a_clean_site_has_nothing_to_list(article, capsys):
    call_command("lint_articles")

    assert capsys.readouterr().out == "1 article: 0 error, 0 warning, 0 advice\n"


def test_findings_stand_under_their_article_and_section(article, capsys):
    article.sections.filter(position=1).update(anchor="bottom-line", body="<p>About 63% hurt.</p>")

    call_command("lint_articles", article="sore-joints")

    printed = capsys.readouterr().out
    assert printed.startswith("sore-joints\n  bottom-line\n    warning uncited-number")
    assert "“63%” stands without a source. [About 63% hurt.]" in printed
    assert printed.endswith("1 article: 0 error, 1 warning, 0 advice\n")


def test_errors_end_it_with_one_and_can_be_asked_for_alone(article, capsys):
    article.sections.filter(position=1).update(body="<h4>Deep</h4><p>About 63% hurt.</p>")

    with pytest.raises(SystemExit) as end:
        call_command("lint_articles", severity="error")

    printed = capsys.readouterr().out
    assert end.value.code == 1
    assert "heading-order" in printed and "uncited-number" not in printed
    assert printed.endswith("1 article: 1 error\n")


def test_an_unknown_article_is_said(article):
    with pytest.raises(CommandError, match="There is no article “nowhere”"):
        call_command("lint_articles", article="nowhere")


def test_progress_is_told_to_a_terminal_only(article, capsys, monkeypatch):
    Article.objects.filter(pk=article.pk).update(title="Sore joints")
    ticks = iter(range(0, 1000, 2))
    monkeypatch.setattr("articles.management.commands.lint_articles.time.monotonic", lambda: next(ticks))

    call_command("lint_articles")
    assert capsys.readouterr().err == ""

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    call_command("lint_articles")
    assert "0 of 1 articles read" in capsys.readouterr().err
