#!/usr/bin/env python3
"""Verify a saved page against its receipt, offline: `python verify_receipt.py page.html receipt.json`.

Needs Python 3.11 and the package `cryptography`; no Django, no database, no network. It is one file, so that it can be
carried to a machine that trusts nobody, and read there.

First the receipt: every document has the digest it is listed under, every record its hash and the site's signature, the
decision is about the document that is shown (or a recorded minor edit or correction leads from one to the other, and
changes no more than it may). Then the page, as your browser or curl saved it: title, summary, bylines, reviewer, dates,
key points, every section, emergency box, sources, disclosures, corrections and people must show the words of the
document and of the decision, and nothing else may stand between them. Whatever differs is named.
"""

import argparse
import base64
import binascii
import difflib
import hashlib
import html
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from math import cos, pi, sin
from pathlib import Path
from urllib.parse import urljoin, urlsplit

LIMITS = """what it cannot know:
  - whether a newer version of the page is out, and whether what was decided was right;
  - the site's own words: header, footer, navigation, buttons, cards of related articles, the general disclaimer,
    safety notices, and the sentences around the seal; of these it checks names, dates and fingerprints only;
  - what style sheets and scripts of the page do on a screen, and what a picture shows: it compares the words in the
    file, the text that describes each picture, and the picture's file name, which is its fingerprint;
  - the day of first publication, and that of the last change where only a minor edit followed: ask for the ledger;
  - whose key it is, unless you kept it: give --public-key or --checkpoint. That no entry between two was changed is for
    tools/verify_ledger.py and an export of the whole ledger."""

FORMAT = "healthcms-receipt-1"
LEDGER_FORMAT = "healthcms-ledger-1"
RECEIPT_FIELDS = {
    "format", "page", "shown", "approved", "decision", "together_with", "publication", "public_key", "checkpoint",
}  # fmt: skip
RECORD_FIELDS = {
    "schema", "sequence", "previous", "event", "article", "version", "digest", "actor", "note", "details", "at",
}  # fmt: skip
REVIEWS = ("approved", "confirmed_unchanged")
EDITS = {"published_minor": "minor edit", "corrected": "correction"}
RELEASES = ("published", "scheduled", *EDITS)


class Broken(Exception):
    """The receipt does not hold; the message says what in it."""


# --- The receipt -----------------------------------------------------------------------------------------------------


@dataclass
class Held:
    """What a receipt that holds proves."""

    page: str
    shown: dict
    shown_digest: str
    version: int
    approved_digest: str
    decision: dict | None
    decision_hash: str
    together: list[dict]
    release: dict

    @property
    def reviewers(self):
        """The credit of everybody whose review this is, the last to decide first, with the conflict they declared."""
        if self.decision is None:
            return []
        decided = [self.decision, *self.together]
        return [{**facts["actor"]["credit"], "conflict": facts["details"].get("conflict", "")} for facts in decided]

    @property
    def tongue(self):
        return Tongue(self.shown["language"])

    @property
    def reviewed_on(self):
        return self.decision["at"][:10] if self.decision else ""

    @property
    def due_on(self):
        return self.decision["details"]["next_review_due"] if self.decision else ""

    @property
    def is_edited(self):
        return self.decision is not None and self.approved_digest != self.shown_digest


def canonical(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def hold(receipt, *, kept=None, key=None):
    """Return what the receipt proves, or raise `Broken`. `kept` is an older checkpoint, `key` a public key, base64."""
    if not isinstance(receipt, dict) or set(receipt) != RECEIPT_FIELDS or receipt["format"] != FORMAT:
        raise Broken(f"This is not a receipt in the format {FORMAT}.")
    if kept is not None and not isinstance(kept, dict):
        raise Broken("What you kept is no checkpoint.")
    site_key = receipt["public_key"]
    for name, other in (("the one you gave", key), ("that of the checkpoint you kept", (kept or {}).get("public_key"))):
        if other is not None and other != site_key:
            raise Broken(f"The receipt names another public key than {name}.")

    shown, shown_digest, version = read_document(receipt["shown"], name="shown")
    release, release_hash = read_record(receipt["publication"], name="publication", key=site_key)
    require_release(release, shown=shown, digest=shown_digest, version=version)
    require_address(receipt["page"], shown)
    records = {release["sequence"]: (release_hash, release["at"])}

    decision, decision_hash, together, approved_digest = None, "", [], ""
    if receipt["decision"] is None:
        if receipt["approved"] is not None or receipt["together_with"] != []:
            raise Broken("The receipt has an approved document or a second approval, but no decision.")
        left_out = release["details"].get("review")
        if left_out is not None:
            raise Broken(f"The publication rests on record {left_out}, and the receipt leaves it out.")
    else:
        decision, decision_hash = read_record(receipt["decision"], name="decision", key=site_key)
        records[decision["sequence"]] = (decision_hash, decision["at"])
        approved_digest = require_decision(decision, receipt["approved"], release, shown=shown, digest=shown_digest)
        together = read_together(receipt["together_with"], decision, records, key=site_key)
    check_checkpoint(receipt["checkpoint"], records, key=site_key)
    if kept is not None:
        check_kept(kept, receipt["checkpoint"], records, key=site_key)
    return Held(
        page=receipt["page"], shown=shown, shown_digest=shown_digest, version=version, approved_digest=approved_digest,
        decision=decision, decision_hash=decision_hash, together=together, release=release,
    )  # fmt: skip


def read_document(entry, *, name):
    if not isinstance(entry, dict) or set(entry) != {"version", "digest", "document"}:
        raise Broken(f"The {name} document does not have the fields of a document.")
    content = parsed(entry["document"], name=f"The {name} document")
    if hashlib.sha256(entry["document"].encode()).hexdigest() != entry["digest"]:
        raise Broken(f"The {name} document was changed: its text does not have its digest.")
    return content, entry["digest"], entry["version"]


def read_record(entry, *, name, key):
    if not isinstance(entry, dict) or set(entry) != {"hash", "document", "signature"}:
        raise Broken(f"The record of the {name} does not have the fields of a record.")
    facts = parsed(entry["document"], name=f"The record of the {name}")
    if hashlib.sha256(entry["document"].encode()).hexdigest() != entry["hash"]:
        raise Broken(f"The record of the {name} was changed: its text does not have its hash.")
    if set(facts) != RECORD_FIELDS:
        raise Broken(f"The record of the {name} does not have the fields of a record.")
    text = checkpoint_text(sequence=facts["sequence"], head=entry["hash"], at=facts["at"])
    if not is_signed(text, entry["signature"], key=key):
        raise Broken(f"The record of the {name} is not signed with the site's key.")
    return facts, entry["hash"]


def parsed(text, *, name):
    try:
        value = json.loads(text)
        is_canonical = isinstance(value, dict) and canonical(value) == text
    except (TypeError, ValueError):
        is_canonical = False
    if not is_canonical:
        raise Broken(f"{name} is not in canonical form: it was changed.")
    return value


def require_release(release, *, shown, digest, version):
    if release["event"] not in RELEASES:
        raise Broken(f"The record of the publication is none: it says “{release['event']}”.")
    if release["digest"] != digest or release["article"] != shown["article"]:
        raise Broken("The record of the publication is about another document than the one shown.")
    if release["version"] != version:
        raise Broken(
            f"The receipt calls the document version {version}, but version {release['version']} was published."
        )


def require_address(page, shown):
    path = urlsplit(page).path if isinstance(page, str) else ""
    if not path.endswith(f"/articles/{shown['slug']}/"):
        raise Broken(f"The receipt is for {page}, but its document belongs at /articles/{shown['slug']}/.")


def require_decision(decision, approved, release, *, shown, digest):
    """Return the digest that was approved, if the decision is about what is shown or an allowed edit led there."""
    if decision["event"] not in REVIEWS:
        raise Broken(f"The record of the decision is no approval: it says “{decision['event']}”.")
    if decision["article"] != shown["article"]:
        raise Broken("The decision is about another article.")
    review = release["details"].get("review")
    is_later_check = decision["event"] == "confirmed_unchanged" and isinstance(review, int)
    if review != decision["sequence"] and not (is_later_check and review < decision["sequence"]):
        raise Broken("The publication rests on another decision than the one in the receipt.")
    if approved is None:
        if decision["digest"] != digest:
            raise Broken("The decision is about another document than the one shown, and no edit leads there.")
        return digest
    before, before_digest, before_version = read_document(approved, name="approved")
    if (decision["digest"], decision["version"]) != (before_digest, before_version):
        raise Broken("The decision is about another document than the one the receipt calls approved.")
    if release["event"] not in EDITS or release["details"].get("base_digest") != before_digest:
        raise Broken("No recorded edit leads from the approved document to the one shown.")
    require_immaterial(before, shown)
    return before_digest


def read_together(entries, decision, records, *, key):
    named = decision["details"].get("together_with", [])
    if not isinstance(entries, list) or len(entries) != len(named):
        raise Broken("The receipt does not hold every approval that the decision counts with.")
    found = []
    for entry in entries:
        facts, record_hash = read_record(entry, name="approval before it", key=key)
        if (facts["event"], facts["digest"]) != (decision["event"], decision["digest"]):
            raise Broken("The approval before it is about another document.")
        found.append(facts)
        records[facts["sequence"]] = (record_hash, facts["at"])
    told = sorted((other["sequence"], canonical(other["credit"])) for other in named)
    if told != sorted((facts["sequence"], canonical(facts["actor"]["credit"])) for facts in found):
        raise Broken("The decision counts with other approvals than those in the receipt.")
    if decision["details"].get("reviewers_needed", 1) > 1 + len(found):
        raise Broken("The decision says that it is not enough by itself, and nobody else decided with it.")
    order = [other["sequence"] for other in named]
    return sorted(found, key=lambda facts: order.index(facts["sequence"]))


def check_checkpoint(checkpoint, records, *, key):
    check_signed(checkpoint, key=key, name="The checkpoint of the receipt")
    for sequence, (record_hash, at) in records.items():
        if sequence > checkpoint["sequence"]:
            raise Broken(f"The checkpoint of the receipt ends before record {sequence}.")
        if sequence == checkpoint["sequence"] and (record_hash, at) != (checkpoint["head"], checkpoint["at"]):
            raise Broken(f"The checkpoint of the receipt names another record {sequence}.")


def check_kept(kept, newest, records, *, key):
    check_signed(kept, key=key, name="The checkpoint you kept")
    sequence = kept["sequence"]
    if sequence > newest["sequence"]:
        raise Broken(f"You kept a checkpoint of record {sequence}; this ledger ends before it: its tail was cut off.")
    heads = {newest["sequence"]: newest["head"], **{number: found[0] for number, found in records.items()}}
    if heads.get(sequence, kept["head"]) != kept["head"]:
        raise Broken(f"Record {sequence} is not the one you kept a checkpoint of: the ledger was rewritten.")


def check_signed(checkpoint, *, key, name):
    fields = {"format", "sequence", "head", "at", "public_key", "signature"}
    if not isinstance(checkpoint, dict) or set(checkpoint) != fields or not isinstance(checkpoint["sequence"], int):
        raise Broken(f"{name} does not have the fields of a checkpoint.")
    if checkpoint["format"] != LEDGER_FORMAT or checkpoint["public_key"] != key:
        raise Broken(f"{name} is of another format or key than the receipt.")
    text = checkpoint_text(sequence=checkpoint["sequence"], head=checkpoint["head"], at=checkpoint["at"])
    if not is_signed(text, checkpoint["signature"], key=key):
        raise Broken(f"{name} is not signed with the site's key.")


def checkpoint_text(*, sequence, head, at):
    return canonical({"format": LEDGER_FORMAT, "sequence": sequence, "head": head, "at": at})


def is_signed(text, signature, *, key):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(raw(key)).verify(raw(signature), text.encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def raw(encoded):
    found = base64.b64decode(encoded, validate=True)
    # The last letter before the padding carries spare bits: another letter must not pass for the same signature.
    if base64.b64encode(found).decode() != encoded:
        raise binascii.Error("Not the one way to write these bytes.")
    return found


# --- What a minor edit or a correction may change --------------------------------------------------------------------

TEXT_FIELDS = {"title", "summary", "lede", "html", "heading", "nav_label", "caption", "key_points"}
# The same mark in another shape.
TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "…": "...", "\u2011": "-", "–": "-"})


def require_immaterial(before, now):
    """Corrections may be added; else the same words in the same order, in other letter case, spacing or quote marks."""
    if now["corrections"][: len(before["corrections"])] != before["corrections"]:
        raise Broken("A correction was taken away or changed after the approval.")
    for path in changed_paths(before, {**now, "corrections": before["corrections"]}):
        was, became = at_path(before, path), at_path(now, path)
        is_text = any(step in TEXT_FIELDS for step in path) and isinstance(was, str) and isinstance(became, str)
        if not is_text or plain_tokens(was) != plain_tokens(became):
            raise Broken(f"More than a minor edit was made after the approval: {'.'.join(map(str, path))} changed.")


def changed_paths(old, new, path=()):
    if type(old) is type(new) and isinstance(old, dict):
        keys = sorted(old.keys() | new.keys())
        return [found for key in keys for found in changed_paths(old.get(key), new.get(key), (*path, key))]
    if type(old) is type(new) and isinstance(old, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [found for index, (was, now) in pairs for found in changed_paths(was, now, (*path, index))]
    return [] if old == new else [path]


def at_path(document, path):
    for step in path:
        document = document[step] if isinstance(document, list) else document.get(step)
    return document


# A link that the site itself puts on the name of a topic, to that topic's page: it changes no word.
HUB = re.compile(r'<a class="hub" href="(?:/[a-z]{2,3}(?:-[a-z0-9]+)*)?/topics/[-\w]+/">([^<]*)</a>', re.ASCII)


def plain_tokens(text):
    text = HUB.sub(r"\1", text)
    tokens = re.findall(r"<[^>]*>|\w+|[^\w\s]", text.translate(TYPOGRAPHIC))
    # Short words can mean another thing in other letters: mg and Mg, US and us.
    return [token.casefold() if token.isalpha() and len(token) >= 4 else token for token in tokens]


# --- HTML, as a tree -------------------------------------------------------------------------------------------------

VOID = set("area base br col embed hr img input link meta source track wbr".split())
INLINE = set("a abbr b bdi button cite code em i mark small span strong sub sup time u".split())
SILENT = {"script", "style", "template"}
# What can show words that are not in the file, and what our own pages never hold.
FOREIGN = set("iframe frame object embed video audio canvas input textarea select image foreignobject".split())


@dataclass
class Node:
    tag: str
    attrs: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    @property
    def part(self):
        return self.attrs.get("data-part")

    @property
    def classes(self):
        return (self.attrs.get("class") or "").split()

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def first(self, tag, **attrs):
        found = (node for node in self.walk() if node.tag == tag and all(node.attrs.get(k) == attrs[k] for k in attrs))
        return next(found, None)


class TreeBuilder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        is_drawing = any(node.tag == "svg" for node in self.open)
        self._add(tag, attrs) if is_drawing else self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def _add(self, tag, attrs):
        # Of an attribute that is given twice a browser takes the first.
        node = Node(tag, {name: value or "" for name, value in reversed(attrs)})
        self.open[-1].children.append(node)
        return node


def tree_of(text):
    builder = TreeBuilder()
    builder.feed(text)
    builder.close()
    return builder.root


def is_dropped(node):
    """Whether nobody reads it: scripts, and the arrows from a source back into the text."""
    is_arrow = "back" in node.classes and all(re.fullmatch(r"↑\d*", word) for word in words_of(node.children))
    return is_arrow or node.tag in SILENT


def words_of(nodes, *, but=frozenset()):
    """Return the words a reader meets in `nodes`, without those of elements whose data-part is in `but`."""
    return [word for word in re.split(r"[ \t\n\r\f]+", "".join(_pieces(nodes, but))) if word]


def _pieces(nodes, but):
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.part in but or is_dropped(node):
            yield " "
        elif node.tag == "img":
            yield f" [{node.attrs.get('alt', '')}] {file_name(node.attrs.get('src', ''))} "
        elif node.tag == "source":
            yield " ".join(["", *(file_name(item.split()[0]) for item in node.attrs.get("srcset", "").split(",")), ""])
        elif node.tag == "sup" and "data-cite" in node.attrs:
            yield f" [{''.join(_pieces(node.children, but)).strip()}] "
        elif node.tag in INLINE:
            yield from _pieces(node.children, but)
        else:
            yield " "
            yield from _pieces(node.children, but)
            yield " "


def file_name(address):
    return urlsplit(address).path.rpartition("/")[2]


def markup_of(nodes, *, page, but=frozenset()):
    """Return words and tags in order. A wide table's scroll box and the label of a source's kind are the site's own."""
    for node in nodes:
        if isinstance(node, str):
            yield from node.split()
        elif node.part in but or is_dropped(node):
            continue
        elif set(node.classes) & {"scroll", "kind"}:
            yield from markup_of(node.children, page=page, but=but)
        else:
            attrs = {**node.attrs, **({"href": urljoin(page, node.attrs["href"])} if "href" in node.attrs else {})}
            if attrs.get("id", "").startswith("page-"):
                # The site's own heading, which may be in another language than the text.
                attrs = {name: value for name, value in attrs.items() if name not in ("lang", "dir")}
            yield f"<{' '.join([node.tag, *(f'{name}={attrs[name]!r}' for name in sorted(attrs))])}>"
            yield from markup_of(node.children, page=page, but=but)
            yield f"</{node.tag}>"


# --- The language of the page ----------------------------------------------------------------------------------------

SPANISH = {
    "Written by": "Escrito por",
    "Medically reviewed by": "Revisado médicamente por",
    "and by": "y por",
    "Last reviewed by": "Última revisión por",
    "Edited by": "Editado por",
    "Quoted on this page": "Citado en esta página",
    "Last reviewed, by this doctor, on": "Última revisión, a cargo de este profesional, el",
    "Corrected since, on %(day)s": "Corregido después, el %(day)s",
    "Minor edit since, on %(day)s": "Edición menor posterior, el %(day)s",
    "The seal is that of the text the reviewer approved.": "El sello es el del texto que aprobó el revisor.",
    "The seal is that of the text the reviewers approved.": "El sello es el del texto que aprobaron los revisores.",
    "See the history": "Ver el historial",
    "Key points": "Puntos clave",
    "On this page": "En esta página",
    "When to get help now": "Cuándo pedir ayuda de inmediato",
    "Report a problem with this section": "Informar de un problema en este apartado",
    "How we reviewed this": "Cómo hemos revisado esto",
    "Sources (%(number)s)": "Fuentes (%(number)s)",
    "Sources": "Fuentes",
    "Corrections": "Correcciones",
    "None so far.": "Ninguna hasta ahora.",
    "The people behind this page": "Las personas que hay detrás de esta página",
    "Disclosures": "Declaraciones",
    "For this page: %(conflict)s": "Para esta página: %(conflict)s",
    "Declared %(day)s.": "Declarado el %(day)s.",
    "No declaration of interests is on file.": "No consta ninguna declaración de intereses.",
    "Funding.": "Financiación.",
    "AI.": "IA.",
    "None have been made for this page.": "No se ha hecho ninguna para esta página.",
    "%(kind)s (%(issuer)s), checked %(day)s.": "%(kind)s (%(issuer)s), comprobado el %(day)s.",
    "Source %(number)s.": "Fuente %(number)s.",
    "Show in the list of sources": "Ver en la lista de fuentes",
    "Meta-analysis": "Metaanálisis",
    "Systematic review": "Revisión sistemática",
    "Guideline": "Guía clínica",
    "Randomized trial": "Ensayo aleatorizado",
    "Cohort study": "Estudio de cohortes",
    "Case-control study": "Estudio de casos y controles",
    "Case report": "Informe de caso",
    "Review": "Artículo de revisión",
    "Book": "Libro",
    "Web page": "Página web",
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
# The site's own words in the languages it speaks: English, and what is told here of others.
WORDS = {"es": SPANISH}


@dataclass
class Tongue:
    """Says the site's own words in the language of an article; in English where the site does not speak it."""

    language: str

    def __post_init__(self):
        self.language = next((code for code in MONTHS if self.language.lower().partition("-")[0] == code), "en")

    def say(self, words, **values):
        said = WORDS.get(self.language, {}).get(words, words)
        return said % values if values else said

    def day(self, day):
        parsed = date.fromisoformat(day[:10])
        month = MONTHS[self.language][parsed.month - 1]
        return {"es": f"{parsed.day} de {month} de {parsed.year}"}.get(
            self.language, f"{month} {parsed.day}, {parsed.year}"
        )


# --- What the page must show -----------------------------------------------------------------------------------------


@dataclass
class Passage:
    """One part of the page, what the receipt says it shows, and how a person calls it."""

    part: str
    name: str
    html: str
    is_markup: bool = False


# Parts that hold other parts, and around them sentences of the site's own.
HOLDERS = {"article", "mark", "review-record", "dates"}
# Parts with nothing but the site's own words. What stands within them is not looked at.
SITE = set(
    "breadcrumb lapsed unreviewed no-author links cite-links review-record-link address disclaimer-and-copyright "
    "related print-hint safety-notice corrected".split()
)
# Parts that are looked at in their own way, or with the part around them.
OWN = {
    "seal", "source-popover", "first-published", "imported-updated", "last-changed", "section-report", "quote-portrait",
    "emergency-link",
}  # fmt: skip
WITHIN = {"portrait", "caption", "credit", "funding", "ai-use", "conflict"}


def esc(text):
    return html.escape(text, quote=True)


def in_words(day):
    return Tongue("en").day(day)


def credited(person):
    return ", ".join([person["name"], *person["degrees"]])


def person_html(person, label):
    institutions = [place["institution"] for place in person["affiliations"][:1]]
    post = ", ".join(part for part in [person["title"], *institutions] if part)
    return f"{face_html(person)}<p>{esc(label)}</p><p>{esc(credited(person))}</p><p>{esc(post)}</p>"


def face_html(person):
    """The portrait, or the initials in its place."""
    if person["portrait"]:
        return f'{"".join(face_sources(person["portrait"]))}<img src="{esc(person["portrait"]["src"])}" alt="">'
    names = person["name"].split()
    return f"<p>{esc(''.join(name[0] for name in [*names[:1], *names[1:][-1:]]).upper())}</p>"


def face_sources(portrait):
    """Of each type the smallest file that fills the frame of 52 pixels, and that of a screen twice as dense."""
    kinds = {}
    for item in sorted(portrait["renditions"], key=lambda item: item["width"]):
        kinds.setdefault(item["type"], []).append((item["width"], item["src"]))
    for rows in kinds.values():
        fitting = [next((src for width, src in rows if width >= pixels), rows[-1][1]) for pixels in (52, 104)]
        yield f'<source srcset="{esc(", ".join(dict.fromkeys(fitting)))}">'


def figure_html(figure):
    kinds = {}
    for item in sorted(figure["renditions"], key=lambda item: item["width"]):
        kinds.setdefault(item["type"], []).append(item["src"])
    sources = "".join(f'<source srcset="{esc(", ".join(names))}">' for names in kinds.values())
    credit = f"{figure['credit']} ({figure['license']})" if figure["license"] else figure["credit"]
    caption = f"{esc(figure['caption'])} {esc(credit if figure['credit'] else '')}"
    return f'{sources}<img src="{esc(figure["src"])}" alt="{esc(figure["alt"])}"><p>{caption}</p>'


def reference_html(reference):
    locator = f" {esc(reference['locator'])}." if reference["locator"] else ""
    return f"{reference['html']}{locator}"


def passages(held, *, is_marked):
    """Return everything the page must show, in the order of the page, each part as often as it must stand there."""
    yield from _head_passages(held, is_marked=is_marked)
    yield from _text_passages(held.shown, held.tongue.say)
    yield from _record_passages(held)
    yield from _end_passages(held, is_marked=is_marked)


def _head_passages(held, *, is_marked):
    content, say, day = held.shown, held.tongue.say, held.tongue.day
    yield Passage("title", "the title", esc(content["title"]))
    if content["summary"]:
        yield Passage("summary", "the summary", esc(content["summary"]))
    yield Passage("bylines", "the bylines", "")
    for line in content["bylines"]:
        if line["role"] == "author":
            yield Passage("byline-author", f"the byline of {line['name']}", person_html(line, say("Written by")))
    reviewers = held.reviewers
    if reviewers and is_marked:
        for index, person in enumerate(reviewers):
            label = say("and by") if index else say("Medically reviewed by")
            yield Passage("byline-reviewer", "the reviewer's credit", person_html(person, label))
        yield Passage("reviewed-date", "the date of the review", day(held.reviewed_on))
        yield Passage("next-review", "the date of the next review", day(held.due_on))
        if held.is_edited:
            yield Passage("minor-edit", "the note of the last edit", edit_html(held))
    elif reviewers:
        label = f"{say('Last reviewed, by this doctor, on')} {day(held.reviewed_on)}"
        yield Passage("last-reviewer", "the last reviewer's credit", person_html(reviewers[0], label))
    if content["hero"]:
        yield Passage("hero", "the picture at the top", figure_html(content["hero"]))


def edit_html(held):
    say, release = held.tongue.say, held.release
    what = "Corrected since, on %(day)s" if release["event"] == "corrected" else "Minor edit since, on %(day)s"
    note = f": {esc(release['note'])}" if release["note"] else "."
    whose = "reviewers" if len(held.reviewers) > 1 else "reviewer"
    seal = say(f"The seal is that of the text the {whose} approved.")
    return f"{say(what, day=held.tongue.day(release['at']))}{note} {seal} {say('See the history')}."


def _text_passages(content, say):
    if content["key_points"]:
        points = "".join(f"<li>{esc(point)}</li>" for point in content["key_points"])
        yield Passage("key-points", "the key points", f"<h2>{say('Key points')}</h2>{points}")
    labels = [section["nav_label"] or section["heading"] for section in content["sections"]]
    labels += [say("When to get help now")] if content["emergency"] else []
    labels += [say("How we reviewed this")]
    labels += [say("Sources (%(number)s)", number=len(content["references"]))] if content["references"] else []
    items = "".join(f"<li>{esc(label)}</li>" for label in labels)
    yield Passage("jump-nav", "the navigation “On this page”", f"<h2>{say('On this page')}</h2>{items}")
    if content["lede"]:
        yield Passage("lede", "the lede", content["lede"], is_markup=True)
    if content["sections"]:
        yield Passage("body", "the body, outside its sections", "")
    for section in content["sections"]:
        heading = f'<h2 id="{esc(section["id"])}">{esc(section["heading"])}</h2>'
        name = f"the section “{section['heading']}”"
        yield Passage("section", name, heading + section["html"], is_markup=True)
        if section["figure"]:
            yield Passage("figure", f"the picture of {name}", figure_html(section["figure"]))
    if content["emergency"]:
        heading = f'<h2 id="page-emergency">{say("When to get help now")}</h2>'
        yield Passage("emergency", "the emergency box", heading + content["emergency"], is_markup=True)


def _record_passages(held):
    yield Passage("version-number", "the version's number", str(held.version))
    yield Passage("digest", "the fingerprint", held.shown_digest)
    if held.is_edited:
        yield Passage("approved-digest", "the fingerprint of the approved text", held.approved_digest)
    if held.decision:
        yield Passage("ledger-entry", "the ledger entry", str(held.decision["sequence"]))
        yield Passage("record-hash", "the hash of the ledger entry", held.decision_hash)


def _end_passages(held, *, is_marked):
    content, say, day = held.shown, held.tongue.say, held.tongue.day
    if content["references"]:
        yield Passage("references", "the list of sources", f"<h2>{say('Sources')}</h2>")
    for reference in content["references"]:
        end = f" ({esc(say(reference['kind_label']))})"
        yield Passage("reference", f"source {reference['number']}", reference_html(reference) + end, is_markup=True)
    people = credits_of(held, is_marked=is_marked)
    yield Passage("disclosures", "the disclosures", disclosures_html(content, people, held.tongue))
    none = "" if content["corrections"] else f"<p>{say('None so far.')}</p>"
    yield Passage("corrections", "the corrections", f"<h2>{say('Corrections')}</h2>{none}")
    for notice in content["corrections"]:
        name = f"the correction of {in_words(notice['on'])}"
        yield Passage("correction", name, f"<p>{day(notice['on'])}. {esc(notice['text'])}</p>")
    if people:
        yield Passage("people", "the people behind the page", f"<h2>{say('The people behind this page')}</h2>")
    for person in people:
        yield Passage("bio", f"what is said of {person['name']}", bio_html(person))
    if held.decision:
        yield Passage("last-reviewed", "the date of the last review", day(held.reviewed_on))
    if held.release["event"] == "corrected":
        yield Passage("last-changed", "the date of the last change", day(held.release["at"]))
    elif held.release["event"] != "published_minor":
        changed = held.release["details"]["visible_from"]
        yield Passage("last-changed", "the date of the last change", day(changed))


def credits_of(held, *, is_marked):
    say = held.tongue.say
    labels = {"author": say("Written by"), "editor": say("Edited by"), "quoted": say("Quoted on this page")}
    people = [{**line, "label": labels[line["role"]]} for line in held.shown["bylines"] if line["role"] in labels]
    people.sort(key=lambda person: list(labels).index(person["role"]))
    at = sum(person["role"] == "author" for person in people)
    label = say("Medically reviewed by") if is_marked else say("Last reviewed by")
    people[at:at] = [{**person, "role": "medical_reviewer", "label": label} for person in held.reviewers]
    return people


def disclosures_html(content, people, tongue):
    say = tongue.say
    lines = []
    for person in people:
        name, told = esc(person["name"]), person["disclosure"]
        conflict = ""
        if person.get("conflict"):
            conflict = f" {say('For this page: %(conflict)s', conflict=esc(person['conflict']))}"
        if told:
            declared = say("Declared %(day)s.", day=tongue.day(told["declared_on"]))
            lines.append(f"{name}. {esc(told['statement'])} {declared}{conflict}")
        elif conflict:
            lines.append(f"{name}.{conflict}")
        elif person["role"] == "author":
            lines.append(f"{name}. {say('No declaration of interests is on file.')}")
    for label, key in (("Funding.", "funding"), ("AI.", "ai_use")):
        if content["disclosures"][key]:
            lines.append(f"{say(label)} {esc(content['disclosures'][key])}")
    if not people and not lines:
        lines.append(say("None have been made for this page."))
    return f"<h2>{say('Disclosures')}</h2>" + "".join(f"<li>{line}</li>" for line in lines)


def bio_html(person):
    keys = ("role", "unit", "institution", "city", "region")
    title = person["title"].lower()
    posts = [
        ", ".join(place[key] for key in keys if place[key] and not (key == "role" and place[key].lower() in title))
        for place in person["affiliations"]
    ]
    lines = [person["label"], credited(person), person["title"], *posts, person["bio"]]
    return face_html(person) + "".join(f"<p>{esc(line)}</p>" for line in lines)


# --- What the page shows ---------------------------------------------------------------------------------------------


def compare(page_text, held):
    """Return a sentence for everything in which the saved page differs from what the receipt proves."""
    root = tree_of(page_text)
    main = root.first("main")
    if main is None or main.first("article") is None:
        return ["This file is no article page of the site: it has no article."]
    is_marked = any(node.part == "mark" for node in parts_in(main))
    expected = {}
    for passage in passages(held, is_marked=is_marked):
        expected.setdefault(passage.part, []).append(passage)
    shown = {}
    for node in parts_in(main):
        shown.setdefault(node.part, []).append(node)

    found = head_faults(root, held)
    found += claim_faults(shown, held)
    known = {*expected, *HOLDERS, *SITE, *OWN}
    found += [
        f"The page has a part that the receipt knows nothing of (“{part}”): {quoted(words_of(nodes))}."
        for part, nodes in shown.items()
        if part not in known | WITHIN
    ]
    for part, wanted in expected.items():
        found += part_faults(part, wanted, shown.get(part, []), known=known, page=held.page)
    for part in ("first-published", "imported-updated", *({"last-changed"} - set(expected))):
        found += [day_fault for node in shown.get(part, []) for day_fault in day_faults(node, None, held.tongue)]
    found += popover_faults(shown.get("source-popover", []), held)
    found += seal_faults(shown.get("seal", []), held)
    found += emergency_faults(shown.get("emergency-link", []), held)
    found += report_faults(shown.get("section-report", []), held)
    found += portrait_faults(main, shown.get("quote-portrait", []), held)
    found += own_faults(main, shown, held, known)
    return found


def parts_in(node):
    """Every element with a data-part, but none within a part of the site's own words."""
    for child in node.children:
        if isinstance(child, Node):
            if child.part:
                yield child
            if child.part not in SITE:
                yield from parts_in(child)


def part_faults(part, wanted, nodes, *, known, page):
    found = []
    if len(nodes) != len(wanted):
        names = ", ".join(passage.name for passage in wanted)
        found.append(f"The page shows {len(nodes)} of “{part}” where there must be {len(wanted)} ({names}).")
    for passage, node in zip(wanted, nodes, strict=False):
        expected = tree_of(passage.html).children
        was, now = words_of(expected), words_of(node.children, but=known)
        if was != now:
            found.append(difference(passage.name, was, now))
        elif passage.is_markup:
            was = list(markup_of(expected, page=page))
            now = list(markup_of(node.children, page=page, but=known))
            if was != now:
                found.append(difference(passage.name, was, now, kind="the same words in another form"))
    return found


def difference(name, was, now, *, kind=""):
    """Say the first difference, with the word before it; `kind` says what differs where it is not a word."""
    opcodes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    _, i1, i2, j1, j2 = next(code for code in opcodes if code[0] != "equal")
    after = f" after “{was[i1 - 1]}”" if i1 else " at its beginning"
    start = f"In {name} the page has {kind}: it says" if kind else f"In {name} the page says"
    if i1 == i2:
        return f"{start} {quoted(now[j1:j2])}{after}, which the receipt does not."
    if j1 == j2:
        return f"{start[: -len(' says')]} leaves out {quoted(was[i1:i2])}{after}."
    return f"{start} {quoted(now[j1:j2])} where the receipt has {quoted(was[i1:i2])}{after}."


def quoted(words):
    return "“" + " ".join(words[:12]) + (" …" if len(words) > 12 else "") + "”"


def head_faults(root, held):
    """The title of the window, the description, and the address that the page says it has."""
    found = []
    title = root.first("title")
    shown = "".join(child for child in title.children if isinstance(child, str)) if title else ""
    if not " ".join(shown.split()).startswith(" ".join(held.shown["title"].split()) + " |"):
        found.append(f"The window's title is “{shown}”, not “{held.shown['title']}”.")
    described = root.first("meta", name="description")
    was, now = held.shown["summary"].split(), (described.attrs.get("content", "") if described else "").split()
    if was != now:
        found.append(difference("the description for search engines", was, now))
    canonical_link = root.first("link", rel="canonical")
    address = canonical_link.attrs.get("href", "") if canonical_link else ""
    if address != held.page:
        found.append(f"The page says it is {address or 'nowhere'}, but the receipt is for {held.page}.")
    return found


def claim_faults(shown, held):
    """Whether the page claims neither more nor less of a review than the receipt proves."""
    found = []
    if held.decision is None:
        if "unreviewed" not in shown:
            found.append("The receipt holds no review, but the page does not say that it is not reviewed.")
        claims = [
            part for part in ("mark", "byline-reviewer", "last-reviewer", "last-reviewed", "seal") if part in shown
        ]
        found += [f"The receipt holds no review, but the page shows one (“{part}”)." for part in claims]
    elif "unreviewed" in shown:
        found.append("The page says that it is not reviewed, but the receipt holds a review.")
    elif "mark" not in shown and "lapsed" not in shown:
        found.append("The page shows neither the mark of its review nor that the review lapsed.")
    return found


def day_faults(node, allowed, tongue):
    """Each day must be written as its machine-readable form says, and be one of `allowed` if that is given."""
    for found in node.walk():
        if found.tag == "time":
            day, words = found.attrs.get("datetime", ""), " ".join(words_of(found.children))
            try:
                is_written = tongue.day(day) == words
            except ValueError:
                is_written = False
            if not is_written:
                yield f"The page writes the day {day} as “{words}”."
            elif allowed is not None and day[:10] not in allowed:
                yield f"The page names {words}, a day that neither the review nor the last edit has."


def own_faults(main, shown, held, known):
    """What the site says around the text: days and names must be those of the records, and nothing may stand loose."""
    found = []
    days = {held.reviewed_on, held.due_on, held.release["at"][:10] if held.is_edited else ""}
    for person in held.reviewers:
        days |= {credential["verified_on"] or "" for credential in person["credentials"]}
    for part in ("mark", "lapsed", "last-reviewer", "review-record"):
        found += [fault for node in shown.get(part, []) for fault in day_faults(node, days, held.tongue)]
    for node in shown.get("review-record", []):
        said = " ".join(words_of(node.children))
        for words in named_in_record(held):
            if " ".join(words.split()) not in said:
                found.append(f"“How we reviewed this article” does not name “{words}”, as the record does.")
    for node in [main, *shown.get("article", [])]:
        loose = words_of(node.children, but=known)
        if loose:
            found.append(f"The page says {quoted(loose)} at a place where the receipt has nothing.")
    for node in main.walk():
        names = {"hidden", "style"} & set(node.attrs) or {"hide"} & set(node.classes)
        found += [f"The page hides or styles something by itself: <{node.tag}> is “{name}”." for name in sorted(names)]
        if node.tag in FOREIGN:
            found.append(f"The page holds something that this program cannot read: <{node.tag}>.")
    return found


def named_in_record(held):
    for person in held.reviewers:
        yield credited(person) + "."
        for credential in person["credentials"]:
            if credential["verified_on"]:
                kind = credential["kind"][:1].upper() + credential["kind"][1:]
                checked = held.tongue.day(credential["verified_on"])
                yield held.tongue.say(
                    "%(kind)s (%(issuer)s), checked %(day)s.", kind=kind, issuer=credential["issuer"], day=checked
                )


def popover_faults(nodes, held):
    """The sources that open in place. A print view has none."""
    references, say = held.shown["references"], held.tongue.say
    if nodes and len(nodes) != len(references):
        return [f"The page has {len(nodes)} sources that open in place, but {len(references)} sources."]
    found = []
    for node, reference in zip(nodes, references, strict=False):
        end = f"<p>{esc(say(reference['kind_label']))}. {say('Show in the list of sources')}</p>"
        text = f"<p>{say('Source %(number)s.', number=reference['number'])} {reference_html(reference)}</p>{end}"
        was, now = words_of(tree_of(text).children), words_of(node.children)
        if was != now:
            found.append(difference(f"source {reference['number']}, as it opens in place,", was, now))
    return found


def emergency_faults(nodes, held):
    """The way to the emergency box, at the top. Pages that were saved before there was one have none."""
    said, found = held.tongue.say("When to get help now"), []
    for node in nodes:
        places = [urlsplit(link.attrs.get("href", "")).fragment for link in node.walk() if link.tag == "a"]
        if " ".join(words_of(node.children)) != said or places != ["page-emergency"] or not held.shown["emergency"]:
            found.append(f"The way to the emergency box at the top says {quoted(words_of(node.children))}.")
    return found


def report_faults(nodes, held):
    """The way to the report form, after each section. Pages that were saved before there was one have none."""
    said, form = held.tongue.say("Report a problem with this section"), urljoin(held.page, "report/?section=")
    found = []
    for node in nodes:
        if " ".join(words_of(node.children)) != said:
            found.append(f"Where a section leads to the report form the page says {quoted(words_of(node.children))}.")
        for link in (link for link in node.walk() if link.tag == "a"):
            if not urljoin(held.page, link.attrs.get("href", "")).startswith(form):
                found.append(f"A section leads to {link.attrs.get('href') or 'nowhere'} in place of the report form.")
    return found


def portrait_faults(main, nodes, held):
    """The portrait beside a set-off quote: that of its speaker. A page may do without."""
    faces = {line["expert"]: face_html(line) for line in held.shown["bylines"] if line["portrait"]}
    fitting = []
    for quote in main.walk():
        if quote.tag == "figure" and "quote" in quote.classes:
            wanted = words_of(tree_of(faces.get(quote.attrs.get("data-expert", ""), "")).children)
            inside = [node for node in quote.walk() if node.part == "quote-portrait"]
            fitting += [id(node) for node in inside if words_of(node.children) == wanted]
    wrong = [node for node in nodes if id(node) not in fitting]
    return [f"Beside a quote the page shows another portrait: {quoted(words_of(node.children))}." for node in wrong]


def seal_faults(nodes, held):
    """The ring has a stroke for each digit of the approved digest."""
    if any(words_of(node.children) for node in nodes):
        return ["The drawing of the seal holds words."]
    rings = [path.attrs.get("d", "") for node in nodes for path in node.walk() if "ring" in path.classes]
    if any(ring != ring_of(held.approved_digest) for ring in rings):
        return ["The ring of the seal is not that of the approved text."]
    return []


def ring_of(digest):
    def point(turn, radius):
        return f"{48 + radius * sin(2 * pi * turn):.1f} {48 - radius * cos(2 * pi * turn):.1f}"

    strokes = enumerate(int(digit, 16) for digit in digest)
    return "".join(f"M{point(i / 64, 37.5)}L{point(i / 64, 38.7 + 0.55 * digit)}" for i, digit in strokes)


# --- The answer ------------------------------------------------------------------------------------------------------


def verdict(held, *, today, is_key_kept):
    """Return what was verified, in sentences."""
    if held.decision is None:
        day = in_words(held.release["details"].get("visible_from") or held.release["at"])
        lines = [f"The page shows exactly what was published on {day}. No doctor approved it, and the page says so."]
    else:
        names = " and ".join(credited(person) for person in held.reviewers)
        verb = "approved" if held.decision["event"] == "approved" else "checked and found unchanged"
        edit = ""
        if held.is_edited:
            kind, day = EDITS[held.release["event"]], in_words(held.release["at"])
            edit = f", with the {kind} of {day} (“{held.release['note']}”)"
        lines = [f"The page shows exactly what {names} {verb} on {in_words(held.reviewed_on)}{edit}."]
        is_past = " That day has passed." if date.fromisoformat(held.due_on) < today else ""
        lines.append(f"The next review is due by {in_words(held.due_on)}.{is_past}")
        lines.append(f"Approved fingerprint {held.approved_digest}, ledger entry {held.decision['sequence']}.")
    if not is_key_kept:
        lines.append("The signatures fit the key in the receipt; compare that key with one you kept or were given.")
    return lines


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=LIMITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path, help="the article page, as your browser (“HTML only”) or curl saved it")
    parser.add_argument("receipt", type=Path, help="its review-record.json")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint.json that you kept from earlier")
    parser.add_argument("--public-key", metavar="KEY", help="the site's public key in base64, if you kept it")
    options = parser.parse_args(arguments)
    try:
        kept = json.loads(options.checkpoint.read_bytes()) if options.checkpoint else None
        page, receipt = options.page.read_bytes().decode(), json.loads(options.receipt.read_bytes())
        held = hold(receipt, kept=kept, key=options.public_key)
    except Broken as broken:
        print(f"The receipt does not hold. {broken}")
        return 1
    except (OSError, ValueError) as error:
        print(f"Cannot read: {error}")
        return 2
    faults = compare(page, held)
    if faults:
        print("The page does not show what the receipt proves.", *faults, sep="\n")
        return 1
    is_key_kept = bool(kept or options.public_key)
    print(*verdict(held, today=date.today(), is_key_kept=is_key_kept), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
