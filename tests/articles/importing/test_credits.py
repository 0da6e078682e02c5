"""Bylines in the forms that pages use, and sentences that only look like one."""

import pytest

from articles.importing.credits import bylines_in, role_of_label


@pytest.mark.parametrize(
    ("text", "role", "name", "degrees", "title"),
    [
        ("Nora Ferrante, Health Writer:", "author", "Nora Ferrante", (), "Health Writer"),
        ("By Nora Ferrante", "author", "Nora Ferrante", (), ""),
        ("By Nora Ferrante, Health Writer", "author", "Nora Ferrante", (), "Health Writer"),
        ("Written by: Nora Ferrante", "author", "Nora Ferrante", (), ""),
        ("Reviewed by Teodor Brandt, MD", "medical_reviewer", "Teodor Brandt", ("MD",), ""),
        ("Medically reviewed by Teodor Brandt, M.D., Ph.D.", "medical_reviewer", "Teodor Brandt", ("MD", "PhD"), ""),
        ("Medical Reviewer: Dr. Teodor Brandt", "medical_reviewer", "Teodor Brandt", (), ""),
        ("Medically reviewed by Ana de la Cruz, DO, MPH", "medical_reviewer", "Ana de la Cruz", ("DO", "MPH"), ""),
        ("Reviewed by Bo Lund DPT", "medical_reviewer", "Bo Lund", ("DPT",), ""),
        ("Reviewed by Bo Lund, R.N., M.S.N.", "medical_reviewer", "Bo Lund", ("RN", "MSN"), ""),
        ("Edited by Mia Stone", "editor", "Mia Stone", (), ""),
        ("Mia Stone, Senior Editor:", "editor", "Mia Stone", (), "Senior Editor"),
    ],
)
def test_a_byline_is_read(text, role, name, degrees, title):
    (byline,) = bylines_in(text)

    assert (byline.role, byline.name, byline.degrees, byline.description.title) == (role, name, degrees, title)


def test_a_doctor_s_rank_division_and_department_are_told_apart():
    (byline,) = bylines_in(
        "Teodor Brandt, M.D., M.S., Associate Professor of Medicine, Division of Neuroimmunology, "
        "Department of Neurology, Northmoor University Hospital, Fairhollow, OR:"
    )

    assert byline.role == "medical_reviewer"
    assert byline.degrees == ("MD", "MS")
    (place,) = byline.description.affiliations
    assert place.role == "Associate Professor of Medicine"
    assert place.unit == "Division of Neuroimmunology, Department of Neurology"
    assert place.institution == "Northmoor University Hospital"
    assert (place.city, place.region) == ("Fairhollow", "OR")


def test_what_follows_the_colon_is_the_bio():
    (byline,) = bylines_in("Nora Ferrante, Health Writer: Nora writes about pain.")

    assert byline.bio == "Nora writes about pain."


def test_two_people_can_share_a_line_and_a_role():
    assert [byline.name for byline in bylines_in("By Nora Ferrante and Bo Lund")] == ["Nora Ferrante", "Bo Lund"]


def test_two_roles_can_share_a_line():
    roles = [byline.role for byline in bylines_in("By Nora Ferrante | Medically reviewed by Bo Lund, MD")]

    assert roles == ["author", "medical_reviewer"]


def test_the_date_behind_a_reviewer_is_kept():
    (byline,) = bylines_in("Medically reviewed by Bo Lund, MD on March 26, 2024")

    assert (byline.name, byline.stated_date) == ("Bo Lund", "March 26, 2024")


@pytest.mark.parametrize(
    "text",
    [
        "By the time you read this, your knee may hurt.",
        "By Monday",
        "Reviewed by the American Heart Association",
        "Bo Lund, M.D., a neurologist in Boston: “Pain is common.”",
        "Joint pain caused by nerves: see your doctor.",
        "Heat, rest, time: these help.",
        "Author's note: this is long.",
        "",
    ],
)
def test_other_lines_are_no_bylines(text):
    assert bylines_in(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Written by", "author"),
        ("Medically Reviewed By:", "medical_reviewer"),
        ("By Ana", None),
        ("Medically Reviewed", None),
    ],
)
def test_a_label_without_a_name_announces_one(text, role):
    assert role_of_label(text) == role
