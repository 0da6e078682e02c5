"""What the floors below say in English and readers are told: named here, so that the catalogs of translations hold it.

Kinds of sources are frozen in versions, events stand in the ledger, and the pure parts know no Django. So all of them
stay English where they are kept, and are put into the reader's language where they are shown, by the filter
`translated`.
"""

import re

from django.utils.translation import gettext, gettext_noop

from articles.content.drawing import SAID as SPOKEN
from articles.content.materiality import ELSE, OTHER, SAID, Materiality

STANDINGS = (
    gettext_noop("Medically reviewed"),
    gettext_noop("Next review due soon"),
    gettext_noop("Next review due today"),
    gettext_noop("Overdue for medical review"),
    gettext_noop("Medical review lapsed"),
    gettext_noop("Not medically reviewed"),
)
EVENTS = (
    gettext_noop("Imported"),
    gettext_noop("Approved"),
    gettext_noop("Changes requested"),
    gettext_noop("Checked, no change needed"),
    gettext_noop("Published"),
    gettext_noop("Scheduled"),
    gettext_noop("Minor edit published"),
    gettext_noop("Correction published"),
    gettext_noop("Withdrawn"),
    gettext_noop("Reinstated"),
    gettext_noop("Safety notice shown"),
    gettext_noop("Safety notice lifted"),
)
KINDS_OF_SOURCES = (
    gettext_noop("Meta-analysis"),
    gettext_noop("Systematic review"),
    gettext_noop("Guideline"),
    gettext_noop("Randomized trial"),
    gettext_noop("Cohort study"),
    gettext_noop("Case-control study"),
    gettext_noop("Case report"),
    gettext_noop("Review"),
    gettext_noop("Book"),
    gettext_noop("Web page"),
)
CHANGES = (
    gettext_noop("a dose"),
    gettext_noop("the name of a medicine"),
    gettext_noop("a negation"),
    gettext_noop("a warning"),
    gettext_noop("a number"),
    gettext_noop("a comparison"),
    gettext_noop("a recommendation"),
    gettext_noop("a quote"),
    gettext_noop("a source"),
    gettext_noop("the list of corrections"),
    gettext_noop("a disclosure"),
    gettext_noop("a picture"),
    gettext_noop("the wording"),
    gettext_noop("what a sentence stands with"),
    gettext_noop("a link"),
    gettext_noop("who stands behind the page"),
    gettext_noop("the order"),
    gettext_noop("a section’s name"),
    gettext_noop("the form of the text"),
    gettext_noop("something beside the text"),
)


# Of a comparison of two versions: the names of its parts, then what each note and each alarm is about.
PARTS = (
    gettext_noop("Title"),
    gettext_noop("Address"),
    gettext_noop("Summary"),
    gettext_noop("People and their credentials"),
    gettext_noop("Picture at the top"),
    gettext_noop("Key points"),
    gettext_noop("Lede"),
    gettext_noop("Beginning"),
    gettext_noop("When to get help now"),
    gettext_noop("Sources"),
    gettext_noop("Disclosures"),
    gettext_noop("Corrections"),
    gettext_noop("Topics"),
    gettext_noop("Related articles"),
    gettext_noop("Language"),
    gettext_noop("Section without a heading"),
)
RENUMBERED = gettext_noop("its sources have other numbers")
ABOUT = (
    gettext_noop("Dose"),
    gettext_noop("Negation"),
    gettext_noop("Warning"),
    gettext_noop("Number"),
    gettext_noop("Source"),
    gettext_noop("Recommendation"),
    gettext_noop("Raised or lowered"),
    gettext_noop("Link"),
    gettext_noop("Topic links"),
    gettext_noop("Quote"),
    gettext_noop("Form"),
    gettext_noop("Moved"),
    gettext_noop("Removed"),
    gettext_noop("Added"),
    gettext_noop("Order"),
    gettext_noop("Numbers"),
    gettext_noop("Picture added"),
    gettext_noop("Picture removed"),
    gettext_noop("Another picture"),
    gettext_noop("Name"),
    gettext_noop("Degrees"),
    gettext_noop("About the person"),
    gettext_noop("Affiliations"),
    gettext_noop("Credentials"),
    gettext_noop("Disclosure"),
    gettext_noop("Portrait"),
    gettext_noop("Address of the profile"),
    gettext_noop("Reference"),
    gettext_noop("Place in the source"),
    gettext_noop("Record in the library"),
    gettext_noop("Kind"),
    gettext_noop("Kind as stored"),
    gettext_noop("Year"),
    gettext_noop("Mentions in the text"),
    gettext_noop("Alternative text"),
    gettext_noop("Caption"),
    gettext_noop("Credit"),
    gettext_noop("Licence"),
    gettext_noop("Focal point"),
    gettext_noop("Code"),
    gettext_noop("Topics above it"),
    gettext_noop("Who paid"),
    gettext_noop("Use of AI"),
    gettext_noop("Date"),
    gettext_noop("Text"),
    gettext_noop("Heading"),
    gettext_noop("Label"),
)
# Whole notes. What stands for a name, a link or a drawn word is in the place of %(…)s.
NOTES = (
    gettext_noop("The section stands at another place."),
    gettext_noop("It stood at another place."),
    gettext_noop("Its formatting changed."),
    gettext_noop("Changed in a way that shows no difference in its words, such as spacing or formatting."),
    gettext_noop("The markup changed in a way that shows no difference in the words."),
    gettext_noop("%(what)s The old address will forward to it."),
    gettext_noop("%(words)s led to %(old)s, now to %(new)s"),
    gettext_noop("%(words)s is now a link to %(new)s"),
    gettext_noop("%(words)s was a link to %(old)s"),
    gettext_noop("%(words)s was of %(old)s, now of %(new)s"),
    gettext_noop("%(words)s is now marked as words of %(new)s"),
    gettext_noop("%(words)s was marked as words of %(old)s"),
    gettext_noop("%(words)s was %(old)s, is now %(new)s"),
    gettext_noop("A new line begins at %(words)s"),
    gettext_noop("No new line begins any more at %(words)s"),
)


def listed(said: list[str]) -> str:
    """A, B and C, without a comma before the last: it may be one of two."""
    if len(said) < 2:
        return "".join(said)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def of_change(change: Materiality) -> str:
    """One line for readers, as `Materiality.words` has it in English."""
    if not change.reasons:
        return gettext("No change in substance")
    said = [gettext(SAID.get(reason) or ELSE.get(reason) or OTHER) for reason in change.reasons]
    return gettext("Material change: %(what)s changed") % {"what": listed(said)}


def of_part(name: str) -> str:
    """The name of a part of a comparison; a section's is followed by its heading, which stays as it is."""
    lead, colon, heading = name.partition(": ")
    if lead == "Section" and colon:
        return gettext("Section: %(heading)s") % {"heading": gettext(heading) if heading in PARTS else heading}
    return gettext(name)


def of_parts(names: list[str]) -> str:
    """Parts that stayed the same, some of them but for the numbers of their sources."""
    aside = f" ({RENUMBERED})"
    said = gettext("its sources have other numbers")
    return "; ".join(
        f"{of_part(name.removesuffix(aside))} ({said})" if name.endswith(aside) else of_part(name) for name in names
    )


def of_kind(kind: str) -> str:
    """What a note is about; that of a row in a list is preceded by the row's name, which stays as it is."""
    name, colon, field = kind.rpartition(": ")
    return f"{name}{colon}{gettext(field)}"


def of_drawing(html: str) -> str:
    """A drawn difference or a note, with the words that are not the article's own put into the reader's language."""
    said = {tag: gettext("added: ") if tag == "ins" else gettext("removed: ") for tag in SPOKEN}
    if all(said[tag] == words for tag, words in SPOKEN.items()):
        return html
    for note, pattern in _PATTERNS:
        found = pattern.fullmatch(html)
        if found:
            html = gettext(note) % found.groupdict() if found.groupdict() else gettext(note)
            break
    for tag, words in SPOKEN.items():
        html = html.replace(f'<span class="visually-hidden">{words}', f'<span class="visually-hidden">{said[tag]}')
    return html


def _pattern(note: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", note)
    named = [f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)]
    return re.compile("".join(named), re.DOTALL)


_PATTERNS = [(note, _pattern(note)) for note in NOTES]
