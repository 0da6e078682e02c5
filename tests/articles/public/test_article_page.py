"""The article page shows every element of a real medical page (S1 to S35), from the frozen version alone."""

import pytest

from articles.models import Version
from tests.articles.public.reading import edit, read, words
from tests.factories import make_article, make_expert, make_figure, today

ADDRESS = "/articles/sore-joints/"


@pytest.fixture
def page(client, published):
    return read(client, ADDRESS)


def test_title_summary_and_lede_stand_before_the_first_heading_of_a_section(page):
    assert page["title"] == "Sore joints"
    assert page["summary"] == "Why joints can hurt in multiple sclerosis."
    assert page["lede"].startswith("Many people ask about this.")
    order = [element.get("data-part") for element in page.document.xpath("//*[@data-part]")]
    assert order.index("title") < order.index("lede") < order.index("section")


def test_the_parts_stand_in_reading_order(page):
    order = [element.get("data-part") for element in page.document.xpath("//*[@data-part]")]
    wanted = (
        "breadcrumb title summary bylines byline-author mark byline-reviewer seal hero key-points jump-nav lede "
        "section emergency review-record references disclosures corrections links people dates disclaimer copyright"
    ).split()

    assert [order.index(part) for part in wanted] == sorted(order.index(part) for part in wanted)


def test_there_is_one_h1_and_no_level_is_skipped(page):
    levels = [int(heading.tag[1]) for heading in page.document.xpath("//main//*[self::h1 or self::h2 or self::h3]")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:], strict=False))


def test_sections_have_a_short_label_for_the_jump_navigation_and_a_full_heading(page):
    (nav,) = page.all("jump-nav")
    jumps = {words(link): link.get("href") for link in nav.xpath(".//a")}

    assert jumps["Overview"] == "#overview"
    assert words(page.document.get_element_by_id("overview")) == "How joints and MS are linked"
    assert page.document.get_element_by_id("overview").tag == "h2"
    for target in jumps.values():
        assert page.document.get_element_by_id(target[1:]) is not None


def test_each_person_has_a_labelled_role(page):
    assert page["byline-author"].startswith("W Written by") or page["byline-author"].startswith("WW Written by")
    assert "Medically reviewed by Rita Reviewer, MD, MSc" in page["byline-reviewer"]
    assert "Neurologist, Lakeshore Teaching Hospital" in page["byline-reviewer"]


def test_the_reviewers_bio_names_rank_division_institution_and_place(page):
    (bio,) = [element for element in page.all("bio") if element.get("data-role") == "medical_reviewer"]

    assert "Associate professor, Department of Neurology, Lakeshore Teaching Hospital, Wendover, Oregon" in words(bio)


def test_the_dates_are_in_words_and_for_machines(page, published):
    for part, day in {
        "first-published": published.first_published_on,
        "last-changed": published.changed_on,
        "last-reviewed": published.reviewed_on,
        "reviewed-date": published.reviewed_on,
        "next-review": published.review_due_on,
    }.items():
        (element,) = page.all(part)
        assert words(element) == f"{day:%B} {day.day}, {day.year}"
        assert element.xpath("string(.//time/@datetime)") == day.isoformat()


def test_a_page_that_was_imported_says_when_it_was_last_updated_before(client, published):
    type(published).objects.filter(pk=published.pk).update(imported_updated_on="2024-03-26")

    page = read(client, ADDRESS)

    assert "Before it came here it was last updated on March 26, 2024." in page["dates"]


def test_the_copyright_line_carries_the_year(page, published):
    assert page["copyright"] == f"© {published.changed_on.year} healthcms."


def test_markers_lead_to_their_source_and_sources_back_to_each_marker(page):
    for reference in page.all("reference"):
        for link in reference.xpath('.//*[@class="back"]/a'):
            marker = page.document.get_element_by_id(link.get("href")[1:])
            popover = page.document.get_element_by_id(marker.get("popovertarget"))
            assert popover.xpath("string((.//a)[last()]/@href)") == f"#{reference.get('id')}"
    assert len(page.all("reference")) == len(page.all("source-popover")) == 2


def test_a_source_mentioned_twice_has_two_ways_back(client, staff):
    article = make_article(author=staff.writer.expert)
    section = article.sections.first()
    section.body = '<p>One.<sup class="cite" data-cite="first"></sup></p>'
    section.save()
    staff.published(article)

    page = read(client, ADDRESS)

    backs = page.all("reference")[0].xpath('.//*[@class="back"]/a')
    assert [words(link) for link in backs] == ["↑1", "↑2"]


def test_no_id_is_used_twice(page):
    ids = page.document.xpath("//@id")

    assert len(ids) == len(set(ids))


def test_pictures_have_size_alternative_text_and_every_format(page):
    for image in page.document.xpath("//main//img"):
        assert image.get("width") and image.get("height")
        assert image.get("alt") is not None
    (hero,) = page.all("hero")
    assert hero.xpath("string(.//img/@alt)") == "Drawing: Knee."
    assert hero.xpath("string(.//source/@type)") == "image/webp"
    assert page["caption"] == "Knee, drawn for a test."
    assert page["credit"] == "Illustration: healthcms (CC BY 4.0)"


def test_a_decorative_picture_keeps_an_empty_alternative_text(client, staff):
    article = make_article(author=staff.writer.expert)
    article.hero.is_decorative = True
    article.hero.save()
    staff.published(article)

    (hero,) = read(client, ADDRESS).all("hero")

    assert hero.xpath(".//img/@alt") == [""]


def test_each_section_leads_to_the_report_form_with_that_section_chosen(client, page, published):
    links = [link for part in page.all("section-report") for link in part.xpath(".//a")]

    anchors = [section["id"] for section in published.version.content["sections"]]
    assert [link.get("href") for link in links] == [f"{ADDRESS}report/?section={anchor}" for anchor in anchors]
    assert {words(link) for link in links} == {"Report a problem with this section"}
    # By ear the links differ: each is described by the heading of its section.
    assert [link.get("aria-describedby") for link in links] == anchors
    form = read(client, links[-1].get("href"))
    assert form.document.xpath("//select[@name='section']/option[@selected]/@value") == anchors[-1:]


@pytest.mark.parametrize("under", ["print/", "@{today}/"])
def test_nothing_is_reported_from_paper_or_from_a_past_day(client, published, under):
    assert not read(client, ADDRESS + under.format(today=today())).has("section-report")


def test_a_set_off_quote_shows_its_speaker_as_the_byline_was_frozen(client, staff):
    seen = make_expert(name="Quinn Quoted", portrait=make_figure("Quinn").as_shown())
    unseen = make_expert(name="Uma Unseen")
    article = make_article(author=staff.writer.expert)
    for person in (seen, unseen):
        article.bylines.create(expert=person, role="quoted", position=1)
    section = article.sections.first()
    section.body += "".join(
        f'<blockquote data-expert="{x.uid}"><p>Rest.</p></blockquote>' for x in (unseen, seen, unseen)
    )
    section.save()
    staff.published(article)
    type(seen).objects.update(portrait=None)  # What the profile shows today is another matter.

    page = read(client, ADDRESS)

    (portrait,) = page.all("quote-portrait")
    caption = portrait.getparent()
    assert (caption.tag, words(caption).split(",")[0]) == ("figcaption", "Quinn Quoted")
    assert portrait.xpath("string(.//img/@src)") == f"/media/{make_figure('Quinn').src}"
    assert portrait.xpath(".//img/@alt") == [""]  # The name stands beside it.


def test_the_way_to_the_emergency_box_stands_at_the_top_where_there_is_one(client, page, staff, published):
    (link,) = page.all("emergency-link")[0].xpath(".//a")
    order = [element.get("data-part") for element in page.document.xpath("//*[@data-part]")]

    assert words(link) == "When to get help now"
    (box,) = page.all("emergency")
    assert link.get("href") == f"#{box.get('aria-labelledby')}" == f"#{box.xpath('string(h2/@id)')}"
    assert order.index("summary") < order.index("emergency-link") < order.index("bylines")

    edit(published.article, emergency="")
    staff.published(published.article)

    assert not read(client, ADDRESS).has("emergency-link")


def test_the_emergency_box_says_what_the_version_says_and_nothing_of_ours(page):
    assert "Call 911 for any of these" in page["emergency"]
    assert "A joint is hot, red and swollen." in page["emergency"]


def test_disclosures_name_interests_funding_and_ai(page):
    assert "Wanda Writer. None." in page["disclosures"]
    assert "Rita Reviewer. None." in page["disclosures"]
    assert page["funding"] == "Funding. Nobody paid for this article."
    assert page["ai-use"] == "AI. No software wrote any of it."


def test_the_record_names_digest_version_and_entry_in_the_ledger(page, published):
    assert page["digest"] == published.version.digest
    assert page["version-number"] == "1"
    assert page["ledger-entry"] == str(published.review.sequence)
    assert page["record-hash"] == published.review.record_hash


def test_the_reviewer_named_is_who_decided_not_who_a_byline_claims(client, staff):
    article = make_article(author=staff.writer.expert)
    article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer", position=1)
    publication = staff.published(article)
    Publication = type(publication)
    Publication.objects.filter(pk=publication.pk).update(review=None)

    page = read(client, ADDRESS)

    assert not page.has("byline-reviewer")
    assert "Medically reviewed" not in page.response.content.decode().replace("Not medically reviewed", "")


def test_related_cards_show_topic_title_picture_and_only_an_earned_badge(client, staff, published):
    staff.published(make_article("exercises", title="Six exercises", author=staff.writer.expert))
    unreviewed = staff.published(make_article("teas", title="Teas", author=staff.writer.expert))
    type(unreviewed).objects.filter(pk=unreviewed.pk).update(review=None)

    cards = {words(card.xpath(".//h3")[0]): card for card in read(client, ADDRESS).all("related-card")}

    assert set(cards) == {"Six exercises", "Teas"}
    for card in cards.values():
        assert card.xpath('string(.//*[@data-part="card-topic"]/@href)') == "/topics/multiple-sclerosis/"
        assert card.xpath('string(.//*[@data-part="card-picture"]//img/@alt)') == "Drawing: Knee."
    assert cards["Six exercises"].xpath('.//*[@data-part="card-badge"]')
    assert not cards["Teas"].xpath('.//*[@data-part="card-badge"]')
    assert "Not medically reviewed" in words(cards["Teas"])


def test_chosen_neighbours_come_before_computed_ones_and_unpublished_ones_never(client, staff):
    article = make_article(author=staff.writer.expert)
    staff.published(make_article("newer", title="Newer", author=staff.writer.expert))
    chosen = make_article("chosen", title="Chosen", author=staff.writer.expert, main_topic=None)
    draft = make_article("draft", title="Draft", author=staff.writer.expert)
    article.related_articles.create(related=draft, position=0)
    article.related_articles.create(related=chosen, position=1)
    edit(chosen, main_topic=article.main_topic)
    staff.published(chosen)
    staff.published(article)

    cards = read(client, ADDRESS).all("related-card")

    assert [words(card.xpath(".//h3")[0]) for card in cards] == ["Chosen", "Newer"]


def test_a_quoted_expert_is_credited_with_a_bio_and_a_link(client, staff):
    article = make_article(author=staff.writer.expert)
    quoted = make_expert(name="Tomas Walker", degrees=["DPT"], slug="tomas-walker", bio="Films people while they walk.")
    article.bylines.create(expert=quoted, role="quoted", position=2)
    section = article.sections.first()
    section.body += f'<blockquote data-expert="{quoted.uid}"><p>Show me the stairs.</p></blockquote>'
    section.save()
    staff.published(article)

    page = read(client, ADDRESS)

    (figure,) = page.document.xpath('//figure[@class="quote"]')
    assert words(figure).startswith("Show me the stairs.Tomas Walker, DPT")
    assert any("Quoted on this page Tomas Walker, DPT" in bio and "Films people" in bio for bio in page.texts("bio"))
    assert client.get("/experts/tomas-walker/").status_code == 200


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches(client, staff):
    article = make_article(author=staff.writer.expert)
    section = article.sections.first()
    section.body += "<table><tbody><tr><th>Minutes</th><td>150</td></tr></tbody></table>"
    section.save()
    staff.published(article)

    (box,) = read(client, ADDRESS).document.xpath("//table/..")

    assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == ("0", "group", "Table")


def test_text_that_looks_like_markup_is_shown_as_text(client, staff):
    title = 'Is "1 < 2" & <script>alert(1)</script>?'
    staff.published(make_article(author=staff.writer.expert, title=title, key_points=["<b>bold</b>"]))

    page = read(client, ADDRESS)

    assert page["title"] == title
    assert page["key-points"] == "Key points <b>bold</b>"
    assert b"<script>alert" not in page.response.content


def test_the_text_of_the_page_is_the_frozen_html_byte_for_byte(client, published):
    content = Version.objects.get().content
    body = client.get(ADDRESS).content.decode()

    assert content["lede"] in body
    for section in content["sections"]:
        assert section["html"] in body


def test_the_print_view_has_the_words_but_neither_navigation_nor_a_place_in_search_engines(client, published):
    page = read(client, ADDRESS + "print/")

    assert page.robots() == "noindex"
    assert page.document.xpath("string(//link[@rel='canonical']/@href)").endswith(ADDRESS)
    assert page.document.xpath("string(//link[contains(@href,'print')]/@media)") == "all"
    assert page.has("mark") and page.has("references") and page.has("section")
    assert not page.has("related") and not page.has("source-popover") and not page.has("report-link")
