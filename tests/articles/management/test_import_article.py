"""The command that imports a copied page, as an editor sees it in a terminal."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.factories import make_topic, make_user

TWIN = Path(__file__).parents[2] / "data" / "twin.txt"


def run(path, *, title="Does MS Hurt?", **options):
    out = io.StringIO()
    call_command("import_article", str(path), title=title, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_the_report_lists_every_line_and_where_it_went(staff):
    output = run(TWIN)

    listed = {int(line.split()[0]) for line in output.splitlines() if "  " in line and line.split()[0].isdecimal()}
    text = TWIN.read_text(encoding="utf-8")
    assert {number for number, line in enumerate(text.splitlines(), start=1) if line.strip()} <= listed
    assert "section 1, nav label" in output
    assert "dropped: copyright line" in output
    assert "badge claim (not believed)" in output


def test_it_ends_with_the_counts_the_note_and_the_address_of_the_draft(staff):
    output = run(TWIN)

    article = Article.objects.get()
    assert "   7  quotes" in output
    assert "Published 2016-04-11, updated 2024-05-07" in output
    assert "New, unverified experts: Imre Castellan, Leonora P. Voss, Nora Ferrante, Teodor Brandt" in output
    assert article.import_note in output
    assert output.rstrip().endswith(article.get_admin_url())


def test_without_a_name_the_first_writer_imports(staff):
    run(TWIN)

    assert Article.objects.get().latest_version.made_by == staff.writer


def test_somebody_else_can_be_named(staff):
    run(TWIN, by=staff.editor.username)

    assert Article.objects.get().latest_version.made_by == staff.editor


@pytest.mark.parametrize("topic", ["multiple-sclerosis", "Multiple sclerosis", "MULTIPLE SCLEROSIS"])
def test_a_topic_is_found_by_slug_or_name(staff, topic):
    make_topic()

    run(TWIN, topic=topic)

    assert Article.objects.get().main_topic.slug == "multiple-sclerosis"


def refusal_of(path, **options):
    with pytest.raises(CommandError) as refusal:
        run(path, **options)
    assert refusal.value.returncode == 1
    assert "\n" not in str(refusal.value)
    assert not Article.objects.exists()
    return str(refusal.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The page is empty."),
        (b" \n\t\r\n", "The page is empty."),
        (b"lorem ipsum", "No paragraph was found; the file does not look like the text of an article."),
        (b"\x89PNG\r\n\x00", "The file is binary; the importer reads text copied from a page."),
        (b"caf\xe9", "The file is binary or not in UTF-8; save the copied text as UTF-8."),
        (b"Knees hurt. " * 833_334, "The file has 10.0 MB; a copied page has at most 1 MB."),
    ],
    ids=["empty", "blank", "nonsense", "binary", "latin-1", "ten megabytes"],
)
def test_a_file_that_is_no_page_is_refused_in_one_line(staff, tmp_path, content, sentence):
    path = tmp_path / "page.txt"
    path.write_bytes(content)

    assert refusal_of(path) == sentence


def test_a_file_that_cannot_be_read_is_named(staff, tmp_path):
    assert refusal_of(tmp_path / "none.txt").endswith("none.txt cannot be read: No such file or directory.")
    assert refusal_of(tmp_path).endswith("cannot be read: Is a directory.")


def test_unknown_people_and_topics_are_named(staff):
    assert refusal_of(TWIN, by="nobody") == "There is no user “nobody”."
    assert refusal_of(TWIN, topic="alchemy") == "There is no topic “alchemy”. Topics: none yet."


def test_a_reviewer_cannot_import(staff):
    assert "Only a writer or an editor can do this" in refusal_of(TWIN, by=staff.reviewer.username)


def test_without_a_writer_it_says_so(db):
    make_user(is_superuser=True)

    assert refusal_of(TWIN) == "There is no writer yet who could import this; make one, or name a user with --by."


def test_the_same_page_twice_is_refused(staff):
    run(TWIN)

    with pytest.raises(CommandError, match="belongs to “Does MS Hurt.” already; nothing was imported"):
        run(TWIN)

    assert Article.objects.count() == 1


def test_the_title_is_asked_for():
    done = subprocess.run(
        [sys.executable, "manage.py", "import_article", str(TWIN)],
        cwd=TWIN.parents[2],
        capture_output=True,
        text=True,
        env={"HEALTHCMS_ENV": "development", "PATH": ""},
        check=False,
    )

    assert done.returncode != 0
    assert "--title" in done.stderr
