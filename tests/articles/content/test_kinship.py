"""Two texts are near each other by what they share, for reasons that are said, and the same from either side."""

import pytest

from articles.content.kinship import nearness_of, traits_of

BRAIN = {"slug": "brain", "name": "Brain and nerves"}


def topic(name, kind="condition", path=(BRAIN,)):
    return {"slug": name.lower().replace(" ", "-"), "name": name, "kind": kind, "code": "", "path": list(path)}


MS, SPASTICITY = topic("Multiple sclerosis"), topic("Spasticity", "symptom")
EXERCISE = topic("Exercise", "area", path=())
BACK = topic("Back pain", path=({"slug": "bones", "name": "Bones"},))


def text(*topics, title="", headings=(), sources=()):
    return {
        "title": title,
        "topics": list(topics),
        "sections": [{"heading": heading} for heading in headings],
        "references": [{"source": source} for source in sources],
    }


def near(one, other):
    found = nearness_of(traits_of(one), traits_of(other))
    assert found == nearness_of(traits_of(other), traits_of(one))
    return found


def reasons(one, other):
    return near(one, other).reasons


def test_the_main_topic_counts_most_and_is_named():
    found = near(text(SPASTICITY, MS), text(SPASTICITY))

    assert found.reasons == "Same main topic: Spasticity"
    assert found.score > near(text(SPASTICITY, MS), text(MS)).score


def test_other_shared_topics_are_named_together():
    one, other = text(BACK, EXERCISE, SPASTICITY), text(MS, SPASTICITY, EXERCISE)

    assert reasons(one, other) == "Shared topics: Exercise, Spasticity"


def test_a_condition_ties_closer_than_a_field():
    by_concept = near(text(BACK, SPASTICITY), text(MS, SPASTICITY))
    by_field = near(text(BACK, EXERCISE), text(MS, EXERCISE))

    assert by_concept.score > by_field.score


def test_without_a_shared_topic_the_nearest_one_above_both_counts_a_little():
    below = topic("Gait", "symptom", path=(BRAIN, {"slug": "spasticity", "name": "Spasticity"}))

    assert reasons(text(SPASTICITY), text(MS)) == "Both under: Brain and nerves"
    assert reasons(text(below), text(SPASTICITY)) == "Both under: Spasticity"


def test_shared_sources_are_counted():
    assert reasons(text(MS, sources="ab"), text(BACK, sources="bc")) == "1 shared source"
    assert reasons(text(MS, sources="abc"), text(BACK, sources="abcd")) == "3 shared sources"


def test_many_sources_do_not_outweigh_the_topic():
    many = near(text(MS, sources="abcdefghijkl"), text(BACK, sources="abcdefghijkl"))

    assert many.score < near(text(MS), text(MS)).score


def test_shared_words_of_titles_and_headings_count_in_any_number():
    one = text(MS, title="Baclofen for a stiff leg", headings=["Pumps and tablets"])
    other = text(MS, title="Stiff legs at night", headings=["A pump?"])

    assert reasons(one, other) == "Same main topic: Multiple sclerosis; Shared words: leg, pump, stiff"


@pytest.mark.parametrize(
    "heading", ["The bottom line", "Overview", "When to see a doctor", "Multiple sclerosis", "150", "MS"]
)
def test_headings_of_any_page_and_the_topics_own_name_count_nothing(heading):
    one, other = text(MS, headings=[heading]), text(MS, headings=[heading])

    assert reasons(one, other) == "Same main topic: Multiple sclerosis"


def test_a_long_list_of_words_is_cut_and_its_points_are_capped():
    words = "aorta bile colon duct elbow femur gland hip iris jaw"

    found = near(text(MS, title=words), text(MS, title=words))

    assert found.reasons.endswith("Shared words: aorta, bile, colon, duct, elbow and 5 more")
    assert found.score == near(text(MS, title=words), text(MS, title=f"{words} knee")).score


def test_words_alone_and_nothing_shared_make_no_neighbors():
    assert near(text(MS, title="Stiff legs"), text(BACK, title="Stiff legs")) is None
    assert near(text(), text()) is None


def test_a_topic_that_was_renamed_meanwhile_has_one_name_from_either_side():
    assert reasons(text(MS), text({**MS, "name": "MS"})) == "Same main topic: Multiple sclerosis"
