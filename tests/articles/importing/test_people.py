"""Introductions: a name with degrees, and what stands behind it."""

import pytest

from articles.importing.page import Affiliation
from articles.importing.people import introductions_in


def introduced(sentence):
    (found,) = introductions_in(sentence)
    return found


def test_specialty_roles_units_institution_and_town_are_told_apart():
    found = introduced(
        "says Imre Castellan, M.D., a neurologist and the medical director of the Walking Clinic and the Spasticity "
        "Program at Northmoor Institute in Fairhollow, OR."
    )

    assert (found.name, found.degrees) == ("Imre Castellan", ("MD",))
    assert found.description.title == "Neurologist"
    assert found.description.specialties == ("Neurologist",)
    place = {"role": "Medical director", "institution": "Northmoor Institute", "city": "Fairhollow", "region": "OR"}
    assert found.description.affiliations == (
        Affiliation(unit="Walking Clinic", **place),
        Affiliation(unit="Spasticity Program", **place),
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("MD", ("MD",)),
        ("M.D.", ("MD",)),
        ("DO", ("DO",)),
        ("D.O.", ("DO",)),
        ("PhD", ("PhD",)),
        ("Ph.D.", ("PhD",)),
        ("DPT", ("DPT",)),
        ("D.P.T.", ("DPT",)),
        ("RN, MSN", ("RN", "MSN")),
        ("R.N., M.S.N., M.P.H.", ("RN", "MSN", "MPH")),
        ("PharmD", ("PharmD",)),
        ("PA-C", ("PA-C",)),
        ("OTR/L", ("OTR/L",)),
    ],
)
def test_degrees_are_kept_in_one_spelling(written, kept):
    assert introduced(f"says Ana Roe, {written}, a specialist in Boston, MA.").degrees == kept


@pytest.mark.parametrize(
    "name",
    ["Ana Roe", "Ana B. Roe", "Ana B.C. Roe", "Juan de la Cruz", "Sean O’Brien", "Anne-Marie Stone", "Ana Roe, Jr."],
)
def test_names_of_many_shapes_are_whole(name):
    assert introduced(f"However, {name}, MD, recommends rest.").name == name


def test_a_word_before_the_name_is_no_part_of_it():
    assert introduced("Neurologist Ana Roe, MD, says so.").name == "Ana Roe"
    assert introduced("But Dr. Ana Roe says so.").name == "Ana Roe"


def test_a_description_ends_where_the_sentence_goes_on():
    found = introduced("According to Ana Roe, DPT, a physical therapist at Motion Works in Denver, rest is no answer.")

    (place,) = found.description.affiliations
    assert (place.institution, place.city) == ("Motion Works", "Denver")


def test_a_field_is_no_town():
    found = introduced("says Ana Roe, MD, a specialist in Multiple Sclerosis.")

    assert found.description.affiliations == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The American Heart Association, MD, says so.",
        "Multiple Sclerosis, PT, and yoga help.",
        "Walk in Boston, MA, or New York.",
        "Vitamin D and Omega Three help.",
    ],
)
def test_what_is_no_person_is_not_introduced(sentence):
    assert [found.name for found in introductions_in(sentence) if found.name not in {"Multiple Sclerosis"}] == []
