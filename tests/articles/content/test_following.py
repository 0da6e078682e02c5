"""A passage is known again when it was reworded or moved, and nothing is taken for what it is not."""

import random

import pytest
from hypothesis import given, seed, settings

from articles.content.following import find, followed
from articles.content.passages import HERO, LEDE, PICTURE, passages_in
from tests.articles.content.test_compare import FIGURE, pages
from tests.at_once import at_once

WALK = "Walk 150 minutes a week if you can"
OTHERS = "<p>Most people feel better. Some take longer. Nobody is to blame for it.</p>"


def page(lede="", **sections):
    return passages_in(
        {
            "lede": lede,
            "sections": [{"id": name, "heading": f"About {name}", "html": html} for name, html in sections.items()],
        }
    )


def steps(old, new):
    """What happened to each new passage of the text: its words, its state, whether it moved, its old words."""
    return [
        (step.new.text, f"{step.state} moved" if step.moved else step.state, step.old.text if step.old else None)
        for step in followed(old, new).passages
        if step.new.kind == "sentence"
    ]


def test_what_stayed_is_the_same():
    old = page("<p>One. Two.</p>", a="<p>Three.</p>")

    following = followed(old, page("<p>One. Two.</p>", a="<p>Three.</p>"))

    assert {step.state for step in following.passages} == {"same"}
    assert not following.gone and not any(step.moved for step in following.passages)


def test_a_reworded_sentence_is_followed():
    found = steps(page(f"{OTHERS}<p>{WALK}.</p>"), page(f"{OTHERS}<p>{WALK}, slowly.</p>"))
    first = steps(page(f"{OTHERS}<p>{WALK}.</p>"), page(f"<p>{WALK}, slowly.</p>{OTHERS}"))

    assert [state for _, state, _ in found] == ["same", "same", "same", "changed"]
    assert first[0] == (f"{WALK}, slowly.", "changed moved", f"{WALK}.")


def test_another_sentence_in_its_stead_is_a_new_one():
    following = followed(page("<p>Rest when it hurts.</p>"), page("<p>Swimming is gentle on every joint.</p>"))

    assert [step.state for step in following.passages] == ["new"]
    assert [gone.old.text for gone in following.gone] == ["Rest when it hurts."]


def test_a_number_alone_in_a_cell_is_followed():
    cell = "<table><tr><td>{}</td><td>mg</td></tr></table>"

    assert steps(page(cell.format(150)), page(cell.format(15)))[0] == ("15", "changed", "150")


def test_a_sentence_that_moved_to_another_section_keeps_its_old_one():
    found = steps(page(a=f"<p>{WALK}. Rest.</p>", b="<p>Go.</p>"), page(a="<p>Rest.</p>", b=f"<p>Go. {WALK}.</p>"))

    assert found == [
        ("Rest.", "same", "Rest."),
        ("Go.", "same", "Go."),
        (f"{WALK}.", "same moved", f"{WALK}."),
    ]


def test_a_sentence_reworded_and_moved_must_be_very_alike():
    old = page(a=f"<p>{WALK}. Rest.</p>", b="<p>Go.</p>")

    little = steps(old, page(a="<p>Rest.</p>", b=f"<p>Go. {WALK.replace('150', '15')}.</p>"))
    much = steps(old, page(a="<p>Rest.</p>", b="<p>Go. Walk 10 minutes a day, and rest if it hurts.</p>"))

    assert little[2][1:] == ("changed moved", f"{WALK}.")
    assert much[2][1] == "new"


def test_of_two_that_changed_places_one_moved():
    found = steps(page("<p>One. Two. Three.</p>"), page("<p>Two. One. Three.</p>"))

    assert sorted(state for _, state, _ in found) == ["same", "same", "same moved"]


def test_sections_in_another_order_move_no_passage():
    found = steps(page(a="<p>One. Two.</p>", b="<p>Three.</p>"), page(b="<p>Three.</p>", a="<p>One. Two.</p>"))

    assert {state for _, state, _ in found} == {"same"}


def test_a_section_with_a_new_id_is_the_same_section():
    following = followed(page(a="<p>One. Two. Three.</p>"), page(z="<p>One. Two. Four five.</p>"))

    assert following.places["a"] == "z"
    assert not any(step.moved for step in following.passages)
    # Its heading is another, and yet the heading of this section.
    assert [step.state for step in following.passages] == ["changed", "same", "same", "new"]


def test_the_same_words_twice_are_followed_in_order():
    following = followed(page("<p>Rest. Walk. Rest.</p>"), page("<p>Rest. Walk. Rest. Rest.</p>"))

    assert [step.state for step in following.passages] == ["same", "same", "same", "new"]
    assert [step.old.id for step in following.passages if step.old] == [
        step.new.id for step in following.passages if step.old
    ]


def test_a_title_is_the_title_and_a_picture_the_picture_of_its_place():
    old = passages_in({"title": "Gout", "hero": FIGURE, "sections": [{"id": "a", "heading": "Where", "html": ""}]})
    new = passages_in(
        {"title": "A sore toe", "hero": {**FIGURE, "digest": "x", "alt": "Z", "caption": "Z"},
         "sections": [{"id": "a", "heading": "Gout", "html": ""}]}
    )  # fmt: skip

    assert [(step.state, step.moved) for step in followed(old, new).passages] == [("changed", False)] * 3


def test_a_heading_never_becomes_a_sentence():
    found = followed(page(f"<h3>{WALK}</h3>"), page(f"<p>{WALK} now</p>"))

    assert [step.state for step in found.passages] == ["new"]


def test_a_passage_that_is_gone_is_told_with_the_one_before_it():
    following = followed(page("<p>Zero zero. One. Gone with it. Away too. Two.</p>"), page("<p>One. Two.</p>"))

    assert [(gone.old.text, gone.after and gone.after.text) for gone in following.gone] == [
        ("Zero zero.", None),
        ("Gone with it.", "One."),
        ("Away too.", "One."),
    ]


@seed(3)
@settings(max_examples=60, deadline=None)
@given(pages, pages)
def test_every_passage_is_told_once(before, after):
    old, new = page(before, a=after), page(after, a=before)
    following = followed(old, new)

    assert [step.new for step in following.passages] == new
    told = [step.old.id for step in following.passages if step.old] + [gone.old.id for gone in following.gone]
    assert sorted(told) == sorted(passage.id for passage in old)
    assert following == followed(old, new)


# --- Notes


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<p>Rest. {WALK}.</p>", f"{WALK}."),
        (f"<p>Rest. {WALK.replace('150', '15')}.</p>", f"{WALK.replace('150', '15')}."),
        ("<p>Rest. Go.</p>", None),
    ],
)
def test_a_note_finds_its_sentence(html, found):
    (anchor,) = page(f"<p>{WALK}.</p>")

    passage = find(anchor.key, anchor.text, LEDE, page(html))

    assert (passage.text if passage else None) == found


def test_a_note_finds_the_same_words_in_its_place_first_and_alike_ones_elsewhere_last():
    (anchor,) = page(f"<p>{WALK}.</p>")
    twice = page("", a=f"<p>{WALK}.</p>", b=f"<p>{WALK}.</p>")

    assert find(anchor.key, anchor.text, "b", twice).place == "b"
    assert find(anchor.key, anchor.text, LEDE, twice).place == "a"
    assert find(anchor.key, anchor.text, LEDE, page("", a=f"<p>{WALK}, too.</p>")).place == "a"
    assert find(anchor.key, anchor.text, LEDE, page("", a="<p>Walk 150 minutes daily.</p>")) is None


def test_a_note_on_a_picture_stays_with_the_picture_of_the_place():
    (anchor,) = passages_in({"hero": FIGURE})
    others = passages_in({"title": "A knee, drawn. A knee.", "hero": {**FIGURE, "digest": "x", "alt": "Other"}})

    assert find(anchor.key, anchor.text, HERO, others, kind=PICTURE) == others[1]
    assert find(anchor.key, anchor.text, HERO, others[:1], kind=PICTURE) is None


def test_a_page_written_anew_is_followed_in_a_moment():
    pick = random.Random(2)
    words = "walk rest joint pain your doctor muscle minutes weekly of the a in when it may help sore with".split()

    def written():
        return "".join(f"<p>{' '.join(pick.choice(words) for _ in range(15))}.</p>" for _ in range(400))

    old, new = page(written()), page(written())

    at_once(lambda: followed(old, new), within=1)
