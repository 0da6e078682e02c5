"""Links to hubs are frozen into the version, and a hub that came since costs no draft its approval."""

import pytest

from articles.content.hub_links import hubs_in
from articles.editorial import workflow
from articles.editorial.snapshot import freeze
from articles.models import Article, Section, Topic
from tests.factories import make_article, today
from tests.scenes import scene


@scene
def article(staff):
    article = make_article(author=staff.writer.expert, lede="<p>Joints can hurt in gout.</p>")
    article.sections.update(body="<p>Ask your doctor about gout.</p>")
    article.sections.filter(anchor="", position=0).update(
        body='<p>Pain in gout is common.<sup class="cite" data-cite="first"></sup></p>'
    )
    return article


def has_hub(**fields):
    Topic.objects.update_or_create(slug="gout", defaults={"name": "Gout", "kind": "condition", **fields})


def links_in(content):
    texts = [content["lede"], *(section["html"] for section in content["sections"]), content["emergency"]]
    return [hubs_in(html) for html in texts]


def test_the_first_mention_in_the_article_is_linked_and_frozen(staff, article):
    has_hub()

    version = workflow.save_draft(article, by=staff.writer)

    assert links_in(version.content) == [{"/topics/gout/": "gout"}, {}, {}, {}]
    assert "hub" not in Article.objects.get().lede


@pytest.mark.parametrize(("kind", "is_linked"), [("drug", True), ("symptom", True), ("area", False)])
def test_only_conditions_drugs_and_symptoms_are_linked(staff, article, kind, is_linked):
    has_hub(kind=kind)

    assert any(links_in(freeze(article, on=today()).content)) is is_linked


def test_another_name_leads_there_from_the_moment_it_is_stored(article):
    has_hub(name="Podagra", synonyms=[])
    before = links_in(freeze(article, on=today()).content)

    has_hub(name="Podagra", synonyms=["Gout", "Zürich gout"])

    assert not any(before)
    assert any(links_in(freeze(article, on=today()).content))


def test_the_emergency_box_leads_nowhere(staff, article):
    has_hub(name="Joint")

    assert links_in(freeze(article, on=today()).content)[-1] == {}


def test_readers_of_spanish_are_led_to_the_spanish_page_of_the_hub(staff, article):
    has_hub()
    Article.objects.update(language="es")

    content = freeze(Article.objects.get(), on=today()).content

    assert links_in(content)[0] == {"/es/topics/gout/": "gout"}


def test_an_unchanged_draft_keeps_its_version_and_approval_when_a_hub_came(staff, article):
    approved = staff.approved(article)
    has_hub()

    assert workflow.save_draft(article, by=staff.writer) == approved

    article.refresh_from_db()
    assert article.state == "approved"
    assert workflow.publish(article, by=staff.editor).version == approved


def test_a_draft_can_be_submitted_although_a_hub_came_since_it_was_saved(staff, article):
    version = workflow.save_draft(article, by=staff.writer)
    has_hub()

    record = workflow.submit_for_review(article, by=staff.writer)

    assert record.version == version


def test_a_draft_keeps_its_version_when_a_hub_went(staff, article):
    has_hub()
    approved = staff.approved(article)
    has_hub(kind="area")

    assert workflow.save_draft(article, by=staff.writer) == approved


def test_a_changed_draft_gets_a_new_version_with_the_new_links(staff, article):
    approved = staff.approved(article)
    has_hub()
    Article.objects.update(summary="Why joints hurt.")

    version = workflow.save_draft(article, by=staff.writer)

    assert version != approved
    assert any(links_in(version.content))


def test_a_minor_edit_stays_minor_when_a_hub_came(staff, article):
    staff.published(article)
    has_hub()
    Article.objects.update(title="Sore Joints")
    workflow.save_draft(article, by=staff.writer)

    edited = workflow.publish_minor(article, note="Capitals.", by=staff.editor)

    assert any(links_in(edited.version.content))


def test_a_version_that_is_restored_leaves_no_link_in_the_draft(staff, article):
    has_hub()
    first = workflow.save_draft(article, by=staff.writer)
    Article.objects.update(lede="<p>Other words.</p>")
    workflow.save_draft(article, by=staff.writer)

    restored = workflow.restore(article, version=first, by=staff.writer)

    assert Article.objects.get().lede == "<p>Joints can hurt in gout.</p>"
    assert "<a" not in "".join(Section.objects.values_list("body", flat=True))
    assert restored.version.content["lede"] == first.content["lede"]
