"""The stand-alone verifier passes every honest page, names every changed word, and refuses every altered receipt."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.content.diff import material_paths
from articles.content.digest import canonical, sha256
from articles.editorial import ledger, workflow
from articles.models import Publication, Topic, triggers
from tests.articles.public.reading import edit
from tests.factories import Staff, make_article, make_expert, make_figure, make_reviewer, today
from tests.scenes import scene
from tools.verify_receipt import Broken, compare, hold, main, require_immaterial, verdict

TOOL = Path(__file__).parents[2] / "tools" / "verify_receipt.py"


@scene
def staff():
    staff = Staff()
    for days in (120, 500):
        declared_on = today() - timedelta(days=days)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=declared_on)
    staff.reviewer.expert.disclosures.update(statement="Lectures for Acme.")
    return staff


@scene
def article(staff):
    """A page with everything that a page can show."""
    article = make_article(author=staff.writer.expert)
    quoted = make_expert(name="Quinn Quoted", bio="Quinn has seen it all.", portrait=make_figure("Quinn").as_shown())
    article.bylines.create(expert=quoted, role="quoted", position=1)
    article.bylines.create(expert=make_expert(name="Eddy Editor"), role="editor", position=2)
    section = article.sections.first()
    section.figure = make_figure("Elbow")
    section.body += (
        f'<blockquote data-expert="{quoted.uid}"><p>Move &amp; rest; aim for 10<sup>6</sup> steps.</p></blockquote>'
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" title="More">the guide</a> on page&nbsp;five.</p>'
        "<table><caption>Walks</caption><thead><tr><th>Where</th></tr></thead><tbody><tr><td>Outside</td></tr></tbody></table>"
    )
    section.save()
    article.citations.filter(key="second").update(locator="p. 12")
    return article


def saved(slug="sore-joints", *, under=""):
    """The page as curl saves it, and its receipt."""
    client = Client()
    page, receipt = client.get(f"/articles/{slug}/{under}"), client.get(f"/articles/{slug}/review-record.json")
    assert (page.status_code, receipt.status_code) == (200, 200)
    return page.content.decode(), json.loads(receipt.content)


def faults(page, receipt, **kept):
    return compare(page, hold(receipt, **kept))


def said(receipt):
    return verdict(hold(receipt), today=today(), is_key_kept=True)[0]


def test_a_reviewed_page_shows_what_was_approved(staff, article):
    staff.published(article)
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert said(receipt).startswith("The page shows exactly what Rita Reviewer, MD, MSc approved on ")


def test_the_print_view_shows_the_same(staff, article):
    staff.published(article)

    assert faults(*saved(under="print/")) == []


def test_a_page_with_a_safety_notice_over_it_still_shows_what_was_approved(staff, article):
    staff.published(article)
    workflow.warn_readers(article, text="One batch of these tablets was recalled.", by=staff.editor)

    assert faults(*saved()) == []


def test_a_bare_page_shows_what_was_approved(staff):
    article = make_article(author=staff.writer.expert, key_points=[], emergency="")
    staff.published(article)

    assert faults(*saved()) == []


def test_a_page_with_a_minor_edit_is_followed_back_to_the_approved_text(staff, article):
    staff.published(article)
    edit(article, title="Sore  Joints", summary="Why joints can hurt  in multiple sclerosis.")
    workflow.save_draft(article, by=staff.writer)
    workflow.publish_minor(article, by=staff.editor, note="Two spaces.")
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert ", with the minor edit of " in said(receipt) and "“Two spaces.”" in said(receipt)


def test_a_minor_edit_after_which_words_lead_to_a_hub_is_followed_back_to_the_approved_text(staff, article):
    edit(article, lede="<p>Joints hurt in gout.</p>")
    staff.published(article)
    Topic.objects.create(slug="gout", name="Gout", kind="condition")
    edit(article, title="Sore  Joints")
    workflow.save_draft(article, by=staff.writer)
    workflow.publish_minor(article, by=staff.editor, note="Two spaces.")
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert '<a class="hub" href="/topics/gout/">gout</a>' in page


def test_a_corrected_page_is_followed_back_to_the_approved_text(staff, article):
    staff.published(article)
    workflow.correct(article, text="The knee was called an elbow.", by=staff.editor)
    workflow.correct(article, text="It was the left one.", by=staff.editor)
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert ", with the correction of " in said(receipt) and "“It was the left one.”" in said(receipt)


def test_an_imported_page_shows_what_was_approved(staff, article):
    workflow.record_import(article, by=staff.writer, originally_published=today() - timedelta(900), last_updated=None)
    staff.published(article)

    assert faults(*saved()) == []


def test_a_page_that_was_checked_again_says_so(staff, article):
    version = staff.published(article).version
    due = today() + timedelta(days=300)
    workflow.confirm_unchanged(article, digest=version.digest, by=staff.reviewer, next_review_due=due)
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert "Rita Reviewer, MD, MSc checked and found unchanged on " in said(receipt)


@pytest.mark.parametrize("days", [-31, -5, 0, 5, 200])
def test_the_page_fits_its_receipt_in_every_state_of_the_clock(staff, article, days):
    then, due = timezone.now() - timedelta(days=400), today() + timedelta(days=days)
    staff.published(article, now=then, next_review_due=due)
    page, receipt = saved()

    assert faults(page, receipt) == []
    is_past = verdict(hold(receipt), today=today(), is_key_kept=True)[1].endswith("That day has passed.")
    assert is_past == (days < 0)


def test_both_reviewers_and_their_conflicts_must_be_named(staff, article):
    Topic.objects.update(reviewers_needed=2)
    second = make_reviewer("bert_both")
    version = staff.submitted(article)
    due = today() + timedelta(days=300)
    for reviewer in (staff.reviewer, second):
        conflict = f"{reviewer} once met the author."
        workflow.approve(version, digest=version.digest, by=reviewer, next_review_due=due, conflict=conflict)
    workflow.publish(article, by=staff.editor)
    page, receipt = saved()

    assert faults(page, receipt) == []
    assert "what Bert Both, MD, MSc and Rita Reviewer, MD, MSc approved" in said(receipt)
    for name in ("Rita Reviewer", "Bert Both"):
        changed = page.replace(f"{name} once met the author.", f"{name} never met the author.")
        (fault,) = faults(changed, receipt)
        assert "disclosures" in fault and "“never”" in fault
    with pytest.raises(Broken, match="every approval that the decision counts with"):
        hold({**receipt, "together_with": []})


def test_an_altered_text_in_the_database_is_refused(staff, article):
    staff.published(article)
    tamper("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

    with pytest.raises(Broken, match="The shown document was changed"):
        hold(saved()[1])


def test_a_page_whose_review_was_taken_away_is_refused(staff, article):
    staff.published(article)
    Publication.objects.update(review=None)

    with pytest.raises(Broken, match="rests on record 2, and the receipt leaves it out"):
        hold(saved()[1])


def tamper(statement):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install(connection)


# One word of each part: where it stands, the word, and what the sentence about it must name.
ONE_WORD = [
    ('<h1 data-part="title">', "joints", "the title"),
    ('data-part="summary">', "hurt", "the summary"),
    ("<title>", "joints", "window's title"),
    ('name="description" content="', "hurt", "search engines"),
    ('data-part="byline-author"', "Wanda", "the byline of Wanda Writer"),
    ('data-part="byline-reviewer"', "Rita", "the reviewer's credit"),
    ('data-part="byline-reviewer"', "Lakeshore", "the reviewer's credit"),
    ('data-part="byline-reviewer"', "MSc", "the reviewer's credit"),
    ('data-part="hero"', "drawn", "the picture at the top"),
    ('data-part="hero"', "Drawing", "the picture at the top"),
    ('data-part="hero"', "CC BY", "the picture at the top"),
    ('data-part="key-points"', "damage", "the key points"),
    ('data-part="jump-nav"', "Overview", "On this page"),
    ('data-part="lede"', "people", "the lede"),
    ('data-part="section"', "linked", "the section “How joints and MS are linked”"),
    ('data-part="section"', "150", "the section “How joints and MS are linked”"),
    ('data-part="section"', "rest", "the section “How joints and MS are linked”"),
    ('data-part="section"', "Quinn", "the section “How joints and MS are linked”"),
    ('data-part="section"', "Walks", "the section “How joints and MS are linked”"),
    ('data-part="section"', "Elbow", "the picture of the section “How joints and MS are linked”"),
    ('data-label="Bottom line"', "doctor", "the section “The bottom line”"),
    ('data-part="emergency"', "hot", "the emergency box"),
    ('data-part="emergency"', "help", "the emergency box"),
    ('data-part="review-record"', "Rita Reviewer, MD", "How we reviewed this article"),
    ('data-part="review-record"', "Oregon Sample", "How we reviewed this article"),
    ('data-part="reference"', "Pain", "source 1"),
    ('id="ref-2"', "p. 12", "source 2"),
    ('id="source-2"', "p. 12", "source 2, as it opens in place,"),
    ('data-part="disclosures"', "Acme", "the disclosures"),
    ('data-part="disclosures"', "Nobody", "the disclosures"),
    ('data-part="disclosures"', "software", "the disclosures"),
    ('data-part="correction"', "elbow", "the correction of "),
    ('data-part="minor-edit"', "elbow", "the note of the last edit"),
    ('data-role="quoted"', "seen", "what is said of Quinn Quoted"),
    ('data-role="medical_reviewer"', "Associate", "what is said of Rita Reviewer"),
]


@scene
def corrected(staff, article):
    staff.published(article, now=timezone.now() - timedelta(days=2))
    workflow.correct(article, text="The knee was called an elbow.", by=staff.editor)
    return saved()


def test_one_changed_word_is_named_with_its_part(corrected):
    page, receipt = corrected
    held = hold(receipt)

    for place, word, named in ONE_WORD:
        start = page.index(word, page.index(place))
        found = compare(page[:start] + "Qwerty" + page[start + len(word) :], held)
        assert len(found) == 1 and named in found[0] and word.split()[0] in found[0], (place, word, found)


def test_both_words_are_named(corrected):
    page, receipt = corrected

    (fault,) = faults(page.replace("Walk 150 minutes", "Walk 15 minutes"), receipt)

    assert fault == (
        "In the section “How joints and MS are linked” the page says “15” where the receipt has “150” after “Walk”."
    )


# Old words, new words, and what the sentence about them says.
CHANGES = [
    ("Do not stop a medicine", "Do stop a medicine", "leaves out “not” after “Do”"),
    ("<p>Ask your doctor.</p>", "<p>Do not ask your doctor.</p>", "says “Do not ask” where the receipt has “Ask”"),
    ("Ask your doctor.", "Ask your doctor today.", "“doctor today.” where the receipt has “doctor.”"),
    ("page\xa0five", "page five", "where the receipt has “page\xa0five.”"),
    ("10<sup>6</sup>", "106", "another form"),
    ("https://example.org/a", "https://example.com/a", "another form"),
    ("<p>Ask your doctor.</p>", '<p hidden="">Ask your doctor.</p>', "another form"),
    ('data-cite="second"', 'data-cite="first"', "another form"),
]


def test_every_kind_of_change_to_the_text_is_found(corrected):
    page, receipt = corrected
    held = hold(receipt)

    for old, new, words in CHANGES:
        assert old in page
        assert words in compare(page.replace(old, new, 1), held)[0], (old, new)


# After which mark in the page, and what comes to stand there.
ADDED = [
    ('<div class="article">', "<p>Never call a doctor.</p>"),
    ('<div class="prose" data-part="body">', "<p>Never call a doctor.</p>"),
    ('<div class="prose" data-part="body">', '<section data-part="section"><h2>New</h2></section>'),
    ("<main", ' data-x=""><p>Never call a doctor.</p><div'),
    ('<div class="article">', '<div data-part="advice">Never call a doctor.</div>'),
    ('<ol class="refs">', '<li data-part="reference">Nobody. Nothing. 2026.</li>'),
    ('<span class="back">', "Never call a doctor."),
    ('<div class="article">', '<p class="back face">Never call a doctor.</p>'),
    ('<div class="article">', '<img src="/media/figures/never.png" alt="">'),
    ('<div class="article">', '<iframe srcdoc="Never call a doctor."></iframe>'),
    ('<div class="article">', "<svg><text>Never call a doctor.</text></svg>"),
    ('<circle cx="48" cy="48" r="32" fill="currentColor"/>', "<text>Never</text>"),
    ('aria-labelledby="page-emergency"', ' style="display: none"'),
    ('<section class="notice emergency', " hide"),
    ('<span class="face', '" data-x="">Dr.</span><span class="'),
    ('data-part="section-report">', "Never call a doctor. "),
    ('data-part="emergency-link">', "Never call a doctor. "),
    ('<div class="article">', '<p data-part="emergency-link">Never call a doctor.</p>'),
    ('<div class="article">', '<p data-part="section-report">Never call a doctor.</p>'),
    ('<span data-part="quote-portrait">', "Dr. Never"),
    ('<div class="article">', '<span data-part="quote-portrait"></span>'),
]


def test_words_added_between_the_parts_are_found(corrected):
    page, receipt = corrected
    held = hold(receipt)

    for mark, added in ADDED:
        end = page.index(mark) + len(mark)
        assert compare(page[:end] + added + page[end:], held), (mark, added)


def test_the_portrait_beside_a_quote_is_that_of_its_speaker(corrected):
    page, receipt = corrected
    held = hold(receipt)
    start = page.index('data-part="quote-portrait"')
    (portrait,) = [line["portrait"] for line in held.shown["bylines"] if line["portrait"]]
    assert portrait["src"] in page[start:]

    (fault,) = compare(page[:start] + page[start:].replace(portrait["src"], "figures/other.jpg", 1), held)

    assert fault.startswith("Beside a quote the page shows another portrait: ")


def test_a_page_that_was_saved_before_sections_led_to_the_form_and_quotes_had_faces_is_fine(corrected):
    page, receipt = corrected
    for tag, part in (("p", "section-report"), ("p", "emergency-link"), ("span", "quote-portrait")):
        page = re.sub(rf'<{tag} [^>]*data-part="{part}".*?</{tag}>', "", page, flags=re.DOTALL)

    assert not re.search("section-report|quote-portrait|emergency-link", page)
    assert faults(page, receipt) == []


def test_the_way_to_the_emergency_box_leads_there_and_nowhere_else(corrected):
    page, receipt = corrected
    start = page.index('data-part="emergency-link"')

    (fault,) = faults(page[:start] + page[start:].replace("#page-emergency", "#page-sources", 1), receipt)

    assert fault.startswith("The way to the emergency box at the top says ")


def test_a_section_leads_to_the_report_form_of_its_page_and_nowhere_else(corrected):
    page, receipt = corrected

    (fault,) = faults(page.replace("/report/?section=", "/elsewhere/?section=", 1), receipt)

    assert fault.startswith("A section leads to ") and fault.endswith(" in place of the report form.")


def test_a_part_that_was_taken_away_is_missed(corrected):
    page, receipt = corrected
    held = hold(receipt)

    for part in "summary key-points lede section emergency reference correction disclosures".split():
        found = compare(page.replace(f'data-part="{part}"', "", 1), held)
        assert any(f"“{part}”" in fault for fault in found), part


def test_days_must_be_those_of_the_records(corrected):
    page, receipt = corrected
    held = hold(receipt)
    day = held.due_on
    later = day.replace(day[:4], str(int(day[:4]) + 1))

    assert faults(page.replace(f'datetime="{day}"', f'datetime="{later}"'), receipt)
    assert faults(page.replace(f"{day[:4]}</time>", f"{later[:4]}</time>"), receipt)
    changed = page.replace(f'datetime="{day}"', f'datetime="{later}"').replace(
        f"{day[:4]}</time>", f"{later[:4]}</time>"
    )
    assert any("the date of the next review" in fault for fault in faults(changed, receipt))


def test_the_seal_of_another_text_is_found(corrected):
    page, receipt = corrected

    assert faults(page.replace('class="ring" d="M48.0', 'class="ring" d="M48.1'), receipt) == [
        "The ring of the seal is not that of the approved text."
    ]


def test_a_page_that_hides_its_review_or_claims_one_is_found(staff, article, corrected):
    page, receipt = corrected

    assert any("neither the mark" in fault for fault in faults(page.replace('data-part="mark"', ""), receipt))
    other = page.replace('data-part="mark"', 'data-part="unreviewed"')
    assert any("says that it is not reviewed" in fault for fault in faults(other, receipt))


def test_the_receipt_of_another_page_is_refused(staff, corrected):
    staff.published(make_article("other", author=staff.writer.expert, title="Other"))

    found = faults(saved("other")[0], corrected[1])

    assert any("the receipt is for" in fault for fault in found)
    assert any("the title" in fault for fault in found)


def test_something_else_is_no_page(corrected):
    for text in ("", "x", "<html><main></main></html>"):
        assert faults(text, corrected[1]) == ["This file is no article page of the site: it has no article."]


def leaves(value, path=()):
    """Every place in a JSON value that holds no other."""
    if isinstance(value, dict) and value:
        return [leaf for key in value for leaf in leaves(value[key], (*path, key))]
    if isinstance(value, list) and value:
        return [leaf for index, item in enumerate(value) for leaf in leaves(item, (*path, index))]
    return [path]


def with_change(value, path):
    """A copy of `value` in which the leaf at `path` is another one."""
    changed = json.loads(json.dumps(value))
    spot = changed
    for step in path[:-1]:
        spot = spot[step]
    leaf = spot[path[-1]]
    if isinstance(leaf, bool) or leaf is None:
        spot[path[-1]] = 1
    elif isinstance(leaf, int):
        spot[path[-1]] = leaf + 1
    elif isinstance(leaf, str) and leaf:
        middle = len(leaf) // 2
        spot[path[-1]] = leaf[:middle] + ("a" if leaf[middle] != "a" else "b") + leaf[middle + 1 :]
    else:
        spot[path[-1]] = "x"
    return changed


def is_refused(page, receipt):
    try:
        return bool(faults(page, receipt))
    except Broken as broken:
        return str(broken).endswith(".")


def test_every_field_of_the_receipt_is_guarded(corrected):
    page, receipt = corrected
    assert not is_refused(page, receipt)

    for path in leaves(receipt):
        assert is_refused(page, with_change(receipt, path)), path
    for field in receipt:
        assert is_refused(page, {key: value for key, value in receipt.items() if key != field}), field
    assert is_refused(page, {**receipt, "more": 1})


@pytest.mark.parametrize(
    ("entry", "hashed"), [("shown", "digest"), ("approved", "digest"), ("decision", "hash"), ("publication", "hash")]
)
def test_every_field_within_a_document_is_guarded_even_with_a_fresh_hash(corrected, entry, hashed):
    page, receipt = corrected
    document = json.loads(receipt[entry]["document"])

    for path in leaves(document):
        text = canonical(with_change(document, path))
        forged = {**receipt, entry: {**receipt[entry], "document": text, hashed: sha256(text)}}
        assert is_refused(page, forged), path


def test_a_document_in_another_form_is_refused(corrected):
    page, receipt = corrected
    text = json.dumps(json.loads(receipt["shown"]["document"]))
    forged = {**receipt, "shown": {**receipt["shown"], "document": text, "digest": sha256(text)}}

    with pytest.raises(Broken, match="canonical form"):
        hold(forged)


def test_a_ledger_written_anew_with_another_key_is_found_by_whoever_kept_the_key(corrected, settings, tmp_path):
    page, receipt = corrected
    kept = ledger.checkpoint()
    hold(receipt, kept=kept, key=kept["public_key"])
    settings.LEDGER_KEY_FILE = tmp_path / "other.key"
    forged = saved()[1]

    with pytest.raises(Broken, match="another public key than the one you gave"):
        hold(forged, key=kept["public_key"])
    with pytest.raises(Broken, match="another public key than that of the checkpoint you kept"):
        hold(forged, kept=kept)


def test_a_checkpoint_kept_from_earlier_must_fit(staff, article, corrected):
    receipt = corrected[1]
    older = ledger.checkpoint_at(Publication.objects.first().release)
    workflow.withdraw(article, reason="Wrong.", by=staff.editor)
    newer = ledger.checkpoint()

    hold(receipt, kept=older)
    with pytest.raises(Broken, match="its tail was cut off"):
        hold(receipt, kept=newer)
    for wrong in ({}, [], {**older, "sequence": older["sequence"] + 1}, {**older, "head": "0" * 64}):
        with pytest.raises(Broken):
            hold(receipt, kept=wrong)


# A text, another one, and whether that is more than a minor edit.
EDITED = [
    ({"title": "Sore joints"}, {"title": "Sore  Joints"}, False),
    ({"lede": "<p>“No, stop.”</p>"}, {"lede": '<p>"No, stop."</p>'}, False),
    ({"lede": "<p>No, stop.</p>"}, {"lede": "<p>No stop.</p>"}, True),
    ({"lede": "<p>5 mg</p>"}, {"lede": "<p>5 Mg</p>"}, True),
    ({"lede": "<p>150</p>"}, {"lede": "<p>15</p>"}, True),
    ({"slug": "sore"}, {"slug": "Sore"}, True),
    ({"key_points": ["One thing."]}, {"key_points": ["One Thing."]}, False),
    ({"key_points": ["One thing."]}, {"key_points": ["One thing.", "More."]}, True),
    ({"hero": {"alt": "A knee."}}, {"hero": {"alt": "A Knee."}}, True),
    ({"sections": [{"html": "<p>a</p>"}]}, {"sections": [{"html": "<h3>a</h3>"}]}, True),
    ({"lede": "<p>Gout.</p>"}, {"lede": '<p><a class="hub" href="/topics/gout/">Gout</a>.</p>'}, False),
    ({"lede": '<p><a class="hub" href="/es/topics/gout/">Gota</a></p>'}, {"lede": "<p>Gota</p>"}, False),
    ({"lede": "<p>Gout</p>"}, {"lede": '<p><a href="/topics/gout/">Gout</a></p>'}, True),
    ({"lede": "<p>Gout</p>"}, {"lede": '<p><a class="hub" href="//x.example/topics/gout/">Gout</a></p>'}, True),
    ({"lede": "<p>Gout</p>"}, {"lede": '<p><a class="hub" href="/topics/gout/"><b>Gout</b></a></p>'}, True),
]


@pytest.mark.parametrize(("before", "now", "is_material"), EDITED)
def test_it_calls_minor_what_the_site_calls_minor(before, now, is_material):
    before, now = ({"corrections": [], **document} for document in (before, now))

    assert bool(material_paths(before, now)) == is_material
    if is_material:
        with pytest.raises(Broken, match="More than a minor edit was made after the approval: "):
            require_immaterial(before, now)
    else:
        require_immaterial(before, now)


def test_a_correction_may_be_added_and_never_taken_away():
    notice, other = {"on": "2026-01-01", "text": "A."}, {"on": "2026-01-02", "text": "B."}

    require_immaterial({"corrections": [notice]}, {"corrections": [notice, other]})
    with pytest.raises(Broken, match="A correction was taken away or changed"):
        require_immaterial({"corrections": [notice]}, {"corrections": [other]})


def test_more_than_a_minor_edit_is_refused_even_if_the_site_signed_it(staff, article, monkeypatch):
    staff.published(article)
    edit(article, title="Sore joints and nerves")
    workflow.save_draft(article, by=staff.writer)
    monkeypatch.setattr("articles.editorial.publishing.material_paths", lambda old, new: [])
    workflow.publish_minor(article, by=staff.editor, note="Nothing much.")

    with pytest.raises(Broken, match="More than a minor edit was made after the approval: title changed"):
        hold(saved()[1])


@pytest.mark.parametrize("receipt", [None, [], {}, "x", {"format": "healthcms-receipt-2"}])
def test_nonsense_is_no_receipt(receipt):
    with pytest.raises(Broken, match="not a receipt"):
        hold(receipt)


def test_it_runs_alone(corrected, tmp_path):
    page, receipt = corrected
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    (tmp_path / "kept.json").write_text(json.dumps(ledger.checkpoint()))

    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), "page.html", "receipt.json", "--checkpoint", "kept.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The page shows exactly what Rita Reviewer, MD, MSc approved on ")


def test_it_exits_with_one_and_says_why(corrected, tmp_path, capsys):
    page, receipt = corrected
    saved_page, saved_receipt = tmp_path / "page.html", tmp_path / "receipt.json"
    saved_page.write_text(page.replace("150", "15"))
    saved_receipt.write_text(json.dumps(receipt))

    assert main([str(saved_page), str(saved_receipt)]) == 1
    assert "the page says “15” where the receipt has “150”" in capsys.readouterr().out
    saved_receipt.write_text(json.dumps({**receipt, "public_key": "x"}))
    assert main([str(saved_page), str(saved_receipt)]) == 1
    assert "The receipt does not hold. " in capsys.readouterr().out


def test_without_a_kept_key_it_says_whose_word_the_key_is(corrected, tmp_path, capsys):
    page, receipt = corrected
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    arguments = [str(tmp_path / "page.html"), str(tmp_path / "receipt.json")]

    assert main(arguments) == 0
    assert "compare that key with one you kept" in capsys.readouterr().out
    assert main([*arguments, "--public-key", receipt["public_key"]]) == 0
    assert "compare that key" not in capsys.readouterr().out


def test_a_missing_file_is_said_in_a_sentence(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere.html"), str(tmp_path / "nowhere.json")]) == 2
    assert "Cannot read" in capsys.readouterr().out


def test_its_help_says_what_it_cannot_know(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])

    assert "what it cannot know" in capsys.readouterr().out
