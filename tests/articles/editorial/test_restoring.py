"""An old version's words come back as a new draft; what was decided and corrected since does not go away."""

import pytest
from django.utils import timezone

from articles.content.compare import compare
from articles.content.digest import digest
from articles.editorial import workflow
from articles.editorial.restoring import draft_html
from articles.errors import EditorialError
from articles.models import Article, State
from tests import factories
from tests.scenes import scene


@scene
def first(article, staff):
    """Version 1, with something of everything."""
    quoted = factories.make_expert(name="Quinn Quoted")
    article.bylines.create(expert=quoted, role="quoted", position=1)
    section = article.sections.get(position=0)
    section.body += f'<blockquote data-expert="{quoted.uid}"><p>Rest helps.</p></blockquote>'
    section.body += f'<p>“<span class="quote" data-expert="{quoted.uid}">Walk</span>”, 10<sup>6</sup></p>'
    section.figure = factories.make_figure("Stairs")
    section.save()
    article.topics.add(factories.make_topic("joints"))
    article.related_articles.create(related=factories.make_article("neighbour", title="Neighbour"))
    return workflow.save_draft(article, by=staff.writer)


def rewrite(article):
    """Change everything that a form can change."""
    Article.objects.filter(pk=article.pk).update(
        title="Other", slug="other", summary="Other.", lede="<p>Other.</p>", key_points=["Other."], emergency="",
        hero=factories.make_figure("Other"), main_topic=factories.make_topic("other"), funding="Other", ai_use="Other",
    )  # fmt: skip
    article.topics.clear()
    article.bylines.all().delete()
    article.bylines.create(expert=factories.make_expert(name="Other"), role="author")
    article.citations.all().delete()
    article.citations.create(source=factories.make_source(9), key="first")
    article.related_articles.all().delete()
    section = article.sections.get(position=1)
    section.delete()
    article.sections.update(position=3, heading="Other", body="<p>Other.</p>", figure=None)
    article.sections.create(anchor="later", position=0, nav_label="Later", heading="Later", body="<p>Later.</p>")


def restore(version, *, by):
    return workflow.restore(version.article, version=version, by=by)


def test_restoring_gives_exactly_the_old_content_as_a_new_version(first, staff):
    rewrite(first.article)
    second = workflow.save_draft(first.article, by=staff.writer)

    restored = restore(first, by=staff.writer)

    assert (second.number, restored.version.number) == (2, 3)
    assert not compare(first.content, restored.version.content).changed
    assert restored.version.digest == first.digest
    assert restored.missed == []
    first.article.refresh_from_db()
    assert first.article.state == State.DRAFT
    assert first.article.latest_version == restored.version


def test_what_was_drafted_but_not_yet_a_version_is_kept_as_one(first, staff):
    rewrite(first.article)

    restored = restore(first, by=staff.writer)

    kept = first.article.versions.get(number=2)
    assert kept.content["title"] == "Other"
    assert restored.version.number == 3


def test_restoring_the_latest_version_makes_none(first, staff):
    assert restore(first, by=staff.writer).version == first


def test_a_section_keeps_its_row_when_its_id_comes_back(first, staff):
    row = first.article.sections.get(anchor="overview")
    rewrite(first.article)

    restore(first, by=staff.writer)

    assert first.article.sections.get(anchor="overview").pk == row.pk
    assert list(first.article.sections.values_list("anchor", flat=True)) == ["overview", "bottom-line"]


def test_a_published_correction_never_goes_back(staff, article):
    publication = staff.published(article)
    before = publication.version
    workflow.correct(article, text="It said mg and means g.", by=staff.editor)

    restored = restore(before, by=staff.editor)

    assert [correction["text"] for correction in restored.version.content["corrections"]] == ["It said mg and means g."]


def test_people_are_credited_as_they_are_today(first, staff):
    staff.writer.expert.title = "Senior writer"
    staff.writer.expert.save()

    restored = restore(first, by=staff.writer)

    assert restored.version.content["bylines"][0]["title"] == "Senior writer"


def test_a_waiver_stays_as_it_is(first, staff):
    first.article.waivers.create(code="old-source", reason="A classic.", by=staff.writer, made_at=timezone.now())

    restored = restore(first, by=staff.writer)

    assert [waiver["code"] for waiver in restored.version.content["waivers"]] == ["old-source"]


def test_citations_that_the_old_text_does_not_use_stay_in_the_list(first, staff):
    first.article.citations.create(source=factories.make_source(7), key="later")

    restore(first, by=staff.writer)

    assert list(first.article.citations.values_list("key", flat=True)) == ["first", "second", "later"]


def test_what_cannot_come_back_is_named(first, staff):
    rewrite(first.article)
    workflow.save_draft(first.article, by=staff.writer)
    factories.make_article("sore-joints", title="It took the address")
    factories.make_topic("joints").delete()
    factories.make_source(2).citations.all().delete()
    factories.make_source(2).delete()

    restored = restore(first, by=staff.writer)

    assert restored.missed == [
        "The address “sore-joints” belongs to another article now, so “other” stays.",
        "The topic “Joints” does not exist any more.",
        "The source of “second” is not in the library any more.",
    ]


def test_nothing_is_restored_while_a_doctor_reads(first, staff):
    workflow.submit_for_review(first.article, by=staff.writer)

    with pytest.raises(EditorialError, match="In review"):
        restore(first, by=staff.writer)


def test_a_refused_restoring_changes_nothing(first, staff):
    rewrite(first.article)
    workflow.save_draft(first.article, by=staff.writer)
    before = list(first.article.sections.values())

    with pytest.raises(EditorialError, match="Only a writer or an editor"):
        restore(first, by=staff.reviewer)

    assert list(first.article.sections.values()) == before
    assert first.article.versions.count() == 2


def test_another_articles_version_is_refused(first, staff):
    neighbour = Article.objects.get(slug="neighbour")

    with pytest.raises(EditorialError, match="another article"):
        workflow.restore(neighbour, version=first, by=staff.writer)


def test_readers_see_what_they_saw(staff, article):
    publication = staff.published(article)
    first = publication.version
    Article.objects.filter(pk=article.pk).update(title="Other")
    workflow.save_draft(article, by=staff.writer)

    restore(first, by=staff.writer)

    publication.refresh_from_db()
    assert publication.version == first and publication.title == "Sore joints"


def test_final_html_becomes_a_draft_again():
    final = (
        '<p>Rest.<sup class="cite" data-cite="a"><button type="button" id="cite-1-1" popovertarget="source-1" '
        'aria-label="Source 1"><span>1</span></button></sup> More.</p><figure class="quote" data-expert="uid">'
        '<blockquote><p>Walk.</p></blockquote><figcaption><a href="/experts/a/">A</a></figcaption></figure><p>End.</p>'
    )

    assert draft_html(final) == (
        '<p>Rest.<sup class="cite" data-cite="a"></sup> More.</p>'
        '<blockquote data-expert="uid"><p>Walk.</p></blockquote><p>End.</p>'
    )
    assert draft_html("") == ""
    assert digest(draft_html(draft_html(final))) == digest(draft_html(final))
