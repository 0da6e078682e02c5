"""What should make an editor look twice at the people of an imported page."""

from articles.importing.page import Page


def doubt_people(page: Page) -> None:
    """Add to the report of `page` what is odd about those it quotes and credits."""
    report = page.report
    people = {person.key: person for person in page.people}
    quoted = set(page.quoted)
    credited = {credit.expert for credit in page.credits}
    for key, person in people.items():
        if key not in quoted and key not in credited:
            report.doubt(person.number, f"{person.name} is introduced, but nothing they say was recognised.")
        elif key in quoted and not person.degrees:
            report.doubt(person.number, f"{person.name} is quoted without a degree.")
    for credit in page.credits:
        person = people[credit.expert]
        if credit.role != "medical_reviewer":
            continue
        if not any(place.institution for place in person.affiliations):
            report.doubt(credit.number, f"{person.name} is named as reviewer without an institution.")
        if credit.expert in quoted:
            report.doubt(credit.number, f"{person.name} is named as reviewer, but is quoted, too.")
