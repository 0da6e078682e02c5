"""The commands of the archive, as an administrator sees them in a terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.archive.telling import Telling
from articles.models import Article, Publication, StoredPage
from tests.articles.archive.conftest import archive  # noqa: F401
from tests.articles.archive.site import export_to, sealed
from tests.articles.archive.test_foreign import HEADER, LINES
from tests.factories import make_editor, make_writer


@pytest.fixture
def foreign(db, tmp_path):
    path = tmp_path / "foreign.ndjson"
    path.write_bytes(sealed([HEADER, *LINES]))
    return path


def run(command, *arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=err, no_color=True, **options)
    return out.getvalue() + err.getvalue()


def test_an_archive_is_brought_back_and_says_what_is_new(archive):  # noqa: F811
    said = run("import_archive", archive)

    assert "New: " in said and "4 article" in said
    assert "Now run verify_ledger" in said
    assert "Everything was here already." in run("import_archive", archive)


def test_the_pages_are_made_in_the_same_run_and_once(archive, settings):  # noqa: F811
    settings.PAGES_STORED = True
    settings.ALLOWED_HOSTS = ["*"]

    said = run("import_archive", archive, pages=True)

    pages = StoredPage.objects.filter(path__startswith="/articles/").values_list("path", flat=True)
    assert set(pages) == {"/articles/", "/articles/sore-joints-in-ms/", "/articles/tired-legs/"}
    assert f"{StoredPage.objects.count()} pages are stored." in said
    first = list(StoredPage.objects.values_list("pk", "brotli"))
    assert "pages are stored." in run("import_archive", archive, pages=True)
    assert list(StoredPage.objects.values_list("pk", "brotli")) == first


def test_pages_that_would_not_be_stored_are_not_asked_for(archive):  # noqa: F811
    with pytest.raises(CommandError, match="PAGES_STORED is off"):
        run("import_archive", archive, pages=True)
    assert not Article.objects.exists()


def test_an_export_is_there_when_it_is_whole(archive, tmp_path):  # noqa: F811
    run("import_archive", archive)

    said = run("export_archive", tmp_path / "out.ndjson")

    assert f"Written to {tmp_path / 'out.ndjson'}." in said
    assert not (tmp_path / "out.ndjson.unfinished").exists()


def test_a_place_that_cannot_be_written_to_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run("export_archive", tmp_path / "nowhere" / "out.ndjson")


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run("import_archive", tmp_path / "nowhere.ndjson")


def test_a_refusal_says_what_is_kept(archive):  # noqa: F811
    archive.write_bytes(archive.read_bytes()[:-2])

    with pytest.raises(CommandError, match="(?s)it was cut off.*the same command goes on from there"):
        run("import_archive", archive)


def test_a_foreign_archive_arrives_as_drafts_of_the_first_editor_or_writer(foreign):
    writer = make_writer()

    run("import_archive", foreign)

    assert {article.latest_version.made_by for article in Article.objects.all()} == {writer}
    assert not Publication.objects.exists()


def test_published_unreviewed_it_says_so(foreign):
    make_editor()

    said = run("import_archive", foreign, publish_unreviewed=True)

    assert "2 articles are live without a review: no badge" in said


def test_only_an_editor_publishes_unreviewed(foreign):
    writer = make_writer()

    with pytest.raises(CommandError, match="Only an editor can do this"):
        run("import_archive", foreign, publish_unreviewed=True, by=writer.username)
    assert not Article.objects.exists()


def test_somebody_must_take_it_in(foreign):
    with pytest.raises(CommandError, match="nobody yet who could take this in"):
        run("import_archive", foreign)
    with pytest.raises(CommandError, match="There is no user “x”"):
        run("import_archive", foreign, by="x")


def test_what_has_a_ledger_needs_no_other_way_to_be_public(archive):  # noqa: F811
    with pytest.raises(CommandError, match="--publish-unreviewed goes with --as-drafts"):
        run("import_archive", archive, publish_unreviewed=True)


def test_articles_are_generated_once(db):
    assert "3 generated articles are live." in run("generate_articles", 3, seed=5)
    assert "are here already" in run("generate_articles", 3, seed=5)


def test_another_number_of_the_same_seed_is_refused(db):
    run("generate_articles", 3, seed=5)

    with pytest.raises(CommandError, match="Another --seed makes other articles"):
        run("generate_articles", 4, seed=5)


def test_a_production_database_is_left_alone(db, settings):
    settings.IS_DEVELOPMENT = False

    with pytest.raises(CommandError, match="This is a production database"):
        run("generate_articles", 3)
    assert not Article.objects.exists()
    assert "3 generated articles" in run("generate_articles", 3, yes=True)


@pytest.mark.parametrize(("count", "reviewed"), [(0, 80), (3, 101)])
def test_nonsense_is_refused(db, count, reviewed):
    with pytest.raises(CommandError, match="at least one article, and let from 0 to 100 percent"):
        run("generate_articles", count, reviewed=reviewed)


def test_without_a_terminal_progress_is_a_line_now_and_then():
    class Lines(list):
        def isatty(self):
            return False

        def write(self, line):
            self.append(line)

    lines = Lines()
    tell = Telling(lines, "lines")
    for done in range(0, 30_001, 250):
        tell(done, 30_000)

    assert [line.split(" of ")[0] for line in lines] == ["10,000", "20,000", "30,000"]


def test_an_export_of_an_empty_site_is_an_archive(db, tmp_path):
    counts, lost = export_to(tmp_path / "empty.ndjson")

    assert (counts.get("article"), counts["checkpoint"], lost) == (None, 1, [])
    assert "Everything was here already." in run("import_archive", tmp_path / "empty.ndjson")
