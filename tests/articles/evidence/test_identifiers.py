"""What people paste is kept in one form, or refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.evidence import identifiers

DOI = "10.1016/j.pain.2012.12.002"


@pytest.mark.parametrize(
    "pasted",
    [
        DOI,
        f" {DOI}. ",
        f"doi:{DOI}",
        f"DOI: {DOI}",
        f"doi {DOI}",
        f"https://doi.org/{DOI}",
        f"http://dx.doi.org/{DOI}",
        f"doi.org/{DOI}",
        "https://doi.org/10.1016%2Fj.pain.2012.12.002",
        "10.1016/J.PAIN.2012.12.002",
        f"{DOI})",
    ],
)
def test_every_pasted_form_of_a_doi_is_the_same_doi(pasted):
    assert identifiers.normalise_doi(pasted) == DOI


def test_a_doi_keeps_the_brackets_that_belong_to_it():
    assert identifiers.normalise_doi("10.1016/S1474-4422(17)30470-2") == "10.1016/s1474-4422(17)30470-2"
    assert identifiers.normalise_doi("10.1000/a(b)") == "10.1000/a(b)"


def test_an_old_doi_with_angle_brackets_is_accepted_and_its_address_is_encoded():
    doi = identifiers.normalise_doi("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2")

    assert "<" in doi
    assert "<" not in identifiers.doi_url(doi)
    assert ">" not in identifiers.doi_url(doi)


@pytest.mark.parametrize("pasted", ["", "11.1016/x", "10.1016", "10.1016/", "10.12/x", "10.1016/a b", "10.1016/a\x00b"])
def test_what_is_no_doi_is_refused_with_a_sentence(pasted):
    with pytest.raises(ValueError, match=r"is not a DOI; one looks like .*\.$"):
        identifiers.normalise_doi(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "23318126",
        "PMID: 23318126",
        "pmid 23318126.",
        "https://pubmed.ncbi.nlm.nih.gov/23318126/",
        "https://www.ncbi.nlm.nih.gov/pubmed/23318126",
        "023318126"[1:],
    ],
)
def test_every_pasted_form_of_a_pmid_is_the_same_pmid(pasted):
    assert identifiers.normalise_pmid(pasted) == "23318126"


@pytest.mark.parametrize("pasted", ["", "0", "123456789", "12a", "-5", "²³", "10.1016/x"])
def test_what_is_no_pmid_is_refused_with_a_sentence(pasted):
    with pytest.raises(ValueError, match="is not a PMID"):
        identifiers.normalise_pmid(pasted)


def test_a_pubmed_central_number_is_told_apart_from_a_pmid():
    with pytest.raises(ValueError, match="PubMed Central"):
        identifiers.normalise_pmid("PMC3582991")


@pytest.mark.parametrize(
    "pasted", ["9780190246556", "978-0-19-024655-6", "ISBN-13: 978-0-19-024655-6", "978–0–19–024655–6", "0190246553"]
)
def test_every_pasted_form_of_an_isbn_is_the_same_isbn(pasted):
    assert identifiers.normalise_isbn(pasted) == "9780190246556"


@pytest.mark.parametrize("pasted", ["", "9780190246557", "97801902", "ISBN"])
def test_what_is_no_isbn_is_refused_with_a_sentence(pasted):
    with pytest.raises(ValueError, match="is not an ISBN"):
        identifiers.normalise_isbn(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "0000000218250097",
        "ORCID iD: 0000-0002-1825-0097",
    ],
)
def test_every_pasted_form_of_an_orcid_id_is_the_same_id(pasted):
    assert identifiers.normalise_orcid(pasted) == "0000-0002-1825-0097"


@pytest.mark.parametrize("pasted", ["", "0000-0002-1825-0098", "0000-0002"])
def test_what_is_no_orcid_id_is_refused_with_a_sentence(pasted):
    with pytest.raises(ValueError, match="is not an ORCID iD"):
        identifiers.normalise_orcid(pasted)


def test_an_isni_outside_the_blocks_of_orcid_is_refused():
    with pytest.raises(ValueError, match="not one that ORCID gives out"):
        identifiers.normalise_orcid("0000 0001 2281 955X")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("https://www.nice.org.uk/guidance/ng220", "https://www.nice.org.uk/guidance/ng220"),
        ("HTTPS://WWW.NICE.ORG.UK/Guidance", "https://www.nice.org.uk/Guidance"),
        (" www.cdc.gov/arthritis ", "https://www.cdc.gov/arthritis"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
    ],
)
def test_a_web_address_is_kept_with_its_host_in_lower_case(pasted, kept):
    assert identifiers.normalise_url(pasted) == kept


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "ftp://example.org/",
        "https://",
        "https://localhost",
        "https://exa mple.org",
        'https://example.org/"onmouseover="x',
        "https://example.org/<script>",
        "https://example.org\\@evil.example",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_is_refused_with_a_sentence(pasted):
    with pytest.raises(ValueError, match="is not a web address"):
        identifiers.normalise_url(pasted)


def test_a_web_address_with_a_login_is_refused():
    with pytest.raises(ValueError, match="login name"):
        identifiers.normalise_url("https://user:secret@example.org/")


NORMALISERS = [
    identifiers.normalise_doi,
    identifiers.normalise_pmid,
    identifiers.normalise_isbn,
    identifiers.normalise_orcid,
    identifiers.normalise_url,
]


@pytest.mark.parametrize("normalise", NORMALISERS)
@given(pasted=st.text() | st.from_regex(r"(?s)(10\.\d{4}/|https?://[a-z]+\.[a-z]+)?.*"))
def test_a_normaliser_settles_or_refuses_whatever_is_pasted(normalise, pasted):
    try:
        kept = normalise(pasted)
    except ValueError:
        return

    assert normalise(kept) == kept
