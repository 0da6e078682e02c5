"""What somebody pasted to cite it, told apart as far as it can be."""

import pytest

from articles.evidence.reference_text import is_reference, key_stem, read_reference


@pytest.mark.parametrize(
    ("pasted", "fields"),
    [
        ("10.1016/j.pain.2012.12.002", {"doi": "10.1016/j.pain.2012.12.002"}),
        (" https://doi.org/10.1016/J.PAIN.2012.12.002. ", {"doi": "10.1016/j.pain.2012.12.002"}),
        ("23318126", {"pmid": "23318126"}),
        ("PMID: 23318126", {"pmid": "23318126"}),
        ("https://pubmed.ncbi.nlm.nih.gov/23318126/", {"pmid": "23318126"}),
        ("https://www.example.org/guidance/ng220", {"url": "https://www.example.org/guidance/ng220"}),
        ("", {}),
        (" . ", {}),
    ],
)
def test_an_identifier_is_read_in_its_one_form(pasted, fields):
    assert read_reference(pasted) == fields


def test_an_ama_reference_is_taken_apart():
    fields = read_reference(
        "1. Foley PL, Vesterinen HM, Laird BJ, et al. Pain in adults: a systematic review. Pain. 2013;154(5):632-642. "
        "doi:10.1016/j.pain.2012.12.002"
    )

    assert fields == {
        "doi": "10.1016/j.pain.2012.12.002",
        "authors": [
            {"family": "Foley", "given": "PL"},
            {"family": "Vesterinen", "given": "HM"},
            {"family": "Laird", "given": "BJ"},
            {"literal": "et al"},
        ],
        "title": "Pain in adults: a systematic review",
        "container": "Pain",
        "year": 2013,
        "volume": "154",
        "issue": "5",
        "pages": "632-642",
    }


def test_an_author_date_reference_is_taken_apart():
    fields = read_reference("Foley, P. L., & Laird, B. J. (2013). Prevalence of pain. Pain, 154(5), 632–642.")

    assert fields["authors"] == [{"family": "Foley", "given": "PL"}, {"family": "Laird", "given": "BJ"}]
    assert (fields["title"], fields["container"], fields["year"]) == ("Prevalence of pain", "Pain", 2013)
    assert (fields["volume"], fields["issue"], fields["pages"]) == ("154", "5", "632–642")


def test_an_institution_is_an_author_without_a_first_name():
    fields = read_reference(
        "World Example Organization. How to stretch. Example Site. 2022. Accessed May 2, 2025. https://example.org/a"
    )

    assert fields["authors"] == [{"literal": "World Example Organization"}]
    assert (fields["title"], fields["year"], fields["url"]) == ("How to stretch", 2022, "https://example.org/a")


def test_dates_suffixes_and_supplements_are_read():
    fields = read_reference("Müller-Lang K Jr. Is pain common? J Pain. 2020 Mar 4;12(Suppl 1):S1-S9.")

    assert fields["authors"] == [{"family": "Müller-Lang", "given": "K", "suffix": "Jr"}]
    assert (fields["title"], fields["year"], fields["month"], fields["day"]) == ("Is pain common?", 2020, 3, 4)
    assert (fields["issue"], fields["pages"]) == ("Suppl 1", "S1-S9")


@pytest.mark.parametrize("words", ["contracture multiple sclerosis", "Foley 2013", "pain", "x" * 5000, "( [ . ; : <b>"])
def test_words_to_search_for_are_not_a_reference(words):
    assert not is_reference(read_reference(words))


def test_a_key_is_made_of_the_first_author_and_the_year():
    assert key_stem([{"family": "Foley", "given": "PL"}], 2013) == "foley2013"
    assert key_stem([{"family": "Müller-Lüdenscheidt"}], 2020) == "muller-ludenscheidt2020"
    assert key_stem([{"literal": "=’’"}], None, title="") == "source"
    assert key_stem([], None, title="About Sleep") == "about-sleep"
