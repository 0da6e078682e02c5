"""Take in what was decided: versions, the ledger's records, publications; `editorial/taking_in.py` judges them."""

from collections.abc import Sequence

from articles.archive.drafts import article_keys
from articles.archive.evidence import moment
from articles.archive.job import Job, found
from articles.archive.lines import BadArchive, Line, require_digest
from articles.archive.people import day
from articles.editorial import taking_in
from articles.models import Article, EditorialRecord, LedgerHead, Publication, State, Version

_FACTS = {"schema", "sequence", "previous", "event", "article", "version", "digest", "actor", "note", "details", "at"}


def take_versions(lines: Sequence[Line], job: Job) -> int:
    keys = article_keys(line.fields["article"] for line in lines)
    articles = Article.objects.in_bulk(keys.values())
    here = dict(_digests_of(keys.values()))
    users = job.users(line.fields["made_by"] for line in lines)
    arrivals = []
    for line in lines:
        fields = line.fields
        article = articles[found(keys, fields["article"], line=line, what="article")]
        known = here.get((article.pk, fields["number"]))
        if known is None:
            version = Version(
                article=article,
                number=fields["number"],
                document=require_digest(line, content="content", digest="digest"),
                digest=fields["digest"],
                made_by_id=found(users, fields["made_by"], line=line, what="user"),
                made_at=moment(fields["made_at"]),
            )
            arrivals.append((version, State(fields["state"]) if fields["state"] else None))
            here[article.pk, fields["number"]] = fields["digest"]
        elif known != fields["digest"]:
            raise BadArchive(
                f"Line {line.number}: version {fields['number']} of “{article}” is here already, with other content."
            )
    taking_in.take_in_versions(arrivals)
    return len(arrivals)


def take_records(lines: Sequence[Line], job: Job) -> int:
    for line in lines:
        _require_facts(line)
    facts = [line.fields["record"] for line in lines]
    here = dict(
        EditorialRecord.objects.filter(sequence__in=[each["sequence"] for each in facts]).values_list(
            "sequence", "record_hash"
        )
    )
    fresh: dict[int, Line] = {}
    for line in lines:
        sequence = line.fields["record"]["sequence"]
        known = here.get(sequence) or (fresh[sequence].fields["hash"] if sequence in fresh else None)
        if known is None:
            fresh[sequence] = line
        elif known != line.fields["hash"]:
            raise BadArchive(
                f"Line {line.number}: record {sequence} is not the one that the ledger here has. "
                "A ledger can be brought back into a site without one, and nowhere else."
            )
    articles = {str(each.uid): each for each in Article.objects.filter(uid__in={each["article"] for each in facts})}
    versions = _versions(articles.values(), {each["version"] for each in facts})
    users = job.users(line.fields["actor"] for line in fresh.values())
    records = []
    for line in fresh.values():
        own = line.fields["record"]
        article = found(articles, own["article"], line=line, what="article")
        number = own["version"]
        version = found(versions, (article.pk, number), line=line, what="version") if number is not None else None
        document = require_digest(line, content="record", digest="hash")
        record = EditorialRecord(
            sequence=own["sequence"],
            event=own["event"],
            article=article,
            version=version,
            content_digest=own["digest"] or "",
            actor_id=found(users, line.fields["actor"], line=line, what="user"),
            at=moment(own["at"]),
            document=document,
            previous_hash=own["previous"],
            record_hash=line.fields["hash"],
            signature=line.fields["signature"],
        )
        records.append(record)
    taking_in.take_in_records(records)
    return len(records)


def take_checkpoint(lines: Sequence[Line], job: Job) -> int:
    """The ledger here must hold the one of the archive, as far as that went."""
    for line in lines:
        said = line.fields["checkpoint"]
        sequence = said.get("sequence")
        head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
        newest = EditorialRecord.objects.filter(sequence=sequence).values_list("record_hash", flat=True).first()
        if said.get("head") != (newest if sequence else LedgerHead().record_hash) or head.sequence < sequence:
            raise BadArchive(f"Line {line.number}: the ledger here does not end as the one in the archive.")
    return 0


def take_publications(lines: Sequence[Line], job: Job) -> int:
    fields = [line.fields for line in lines]
    here = Publication.objects.filter(release__sequence__in=[each["release"] for each in fields])
    known = set(here.values_list("release__sequence", flat=True))
    fresh = {line.fields["release"]: line for line in lines if line.fields["release"] not in known}
    keys = article_keys(line.fields["replacement"] for line in fresh.values())
    articles = {
        str(each.uid): each
        for each in Article.objects.filter(uid__in={line.fields["article"] for line in fresh.values()})
    }
    versions = _versions(articles.values(), {line.fields["version"] for line in fresh.values()})
    wanted = {line.fields[name] for line in fresh.values() for name in ("release", "review")}
    records = EditorialRecord.objects.filter(sequence__in=wanted - {None}).in_bulk(field_name="sequence")
    publications = []
    for line in fresh.values():
        own = line.fields
        article = found(articles, own["article"], line=line, what="article")
        publications.append(
            Publication(
                article=article,
                version=found(versions, (article.pk, own["version"]), line=line, what="version"),
                release=found(records, own["release"], line=line, what="record"),
                review=found(records, own["review"], line=line, what="record"),
                first_published_on=day(own["first_published_on"]),
                changed_on=day(own["changed_on"]),
                imported_updated_on=day(own["imported_updated_on"]),
                reviewed_on=day(own["reviewed_on"]),
                review_due_on=day(own["review_due_on"]),
                visible_from=moment(own["visible_from"]),
                visible_until=moment(own["visible_until"]),
                change_note=own["change_note"],
                withdrawn_at=moment(own["withdrawn_at"]),
                withdrawal_reason=own["withdrawal_reason"],
                replacement_id=found(keys, own["replacement"], line=line, what="article"),
                safety_notice=own["safety_notice"],
                safety_notice_on=day(own["safety_notice_on"]),
            )
        )
    if publications:  # Where nothing is new no stored page goes.
        taking_in.take_in_publications(publications)
    return len(publications)


def _digests_of(articles):
    rows = Version.objects.filter(article__in=articles).values_list("article", "number", "digest")
    return (((article, number), digest) for article, number, digest in rows)


def _versions(articles, numbers):
    rows = Version.objects.filter(article__in=[article.pk for article in articles], number__in=numbers - {None})
    return {(version.article_id, version.number): version for version in rows}


def _require_facts(line: Line) -> None:
    facts = line.fields["record"]
    missing = _FACTS - facts.keys()
    if missing:
        raise BadArchive(f"Line {line.number}: the record has no “{min(missing)}”.")
    if (
        not isinstance(facts["sequence"], int)
        or not isinstance(facts["details"], dict)
        or moment_or_none(facts["at"]) is None
    ):
        raise BadArchive(f"Line {line.number}: the record is not one of a ledger.")


def moment_or_none(text):
    try:
        return moment(text)
    except (TypeError, ValueError):
        return None
