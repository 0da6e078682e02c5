#!/usr/bin/env python3
"""Verify an exported healthcms ledger without healthcms: `python verify_ledger.py ledger.jsonl`.

Needs Python 3.11 and, for the signatures, the package `cryptography`; nothing of Django and no database.

The export has one JSON object a line, each in canonical form (keys sorted, no spaces, UTF-8): a header with the public
key, one line per entry, and a closing checkpoint. This program checks that every line is byte for byte canonical, that
each entry has the hash it is listed under and names the hash before it, that each entry and the checkpoint are signed,
and, with --checkpoint, that a checkpoint kept from earlier is part of this very chain.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

FORMAT = "healthcms-ledger-1"
NO_RECORD = "0" * 64
RECORD_FIELDS = {
    "schema", "sequence", "previous", "event", "article", "version", "digest", "actor", "note", "details", "at",
}  # fmt: skip


class Broken(Exception):
    """The export is not what the site signed; the message says where."""


def canonical(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def checkpoint_text(*, sequence, head, at):
    return canonical({"format": FORMAT, "sequence": sequence, "head": head, "at": at})


def verify(data, *, checkpoint=None, key=None):
    """Return (entries, head) if the export in the bytes `data` holds, else raise `Broken`.

    `checkpoint` is one kept from earlier, as the dict the site published; `key` a public key kept from earlier, base64.
    """
    lines = read_lines(data)
    if len(lines) < 2:
        raise Broken("The export has no header and no closing checkpoint.")
    key = read_header(lines[0], kept=key or (checkpoint or {}).get("public_key"))
    heads = {0: (NO_RECORD, None)}
    previous = NO_RECORD
    for sequence, line in enumerate(lines[1:-1], start=1):
        previous, at = read_record(line, sequence=sequence, previous=previous, key=key)
        heads[sequence] = (previous, at)
    read_closing(lines[-1], sequence=len(lines) - 2, head=previous, at=heads[len(lines) - 2][1], key=key)
    if checkpoint is not None:
        check_kept(checkpoint, heads=heads, key=key)
    return len(lines) - 2, previous


def read_lines(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(f"The export is not UTF-8 at byte {error.start}.") from error
    if not text.endswith("\n"):
        raise Broken("The export does not end with a whole line.")
    found = []
    for number, line in enumerate(text[:-1].split("\n"), start=1):
        try:
            value = json.loads(line)
        except ValueError as error:
            raise Broken(f"Line {number} is not JSON.") from error
        if not isinstance(value, dict) or encode(value) != line:
            raise Broken(f"Line {number} is not in canonical form: it was changed.")
        found.append(value)
    return found


def encode(value):
    try:
        return canonical(value)
    except ValueError:
        return None


def read_header(header, *, kept):
    if set(header) != {"format", "public_key"} or header["format"] != FORMAT:
        raise Broken(f"Line 1 is not the header of a {FORMAT} export.")
    if kept is not None and header["public_key"] != kept:
        raise Broken("The export names another public key than the one you kept.")
    return header["public_key"]


def read_record(line, *, sequence, previous, key):
    name = f"Record {sequence}"
    record = line.get("record")
    if set(line) != {"hash", "record", "signature"} or not isinstance(record, dict) or set(record) != RECORD_FIELDS:
        raise Broken(f"{name} (line {sequence + 1}) does not have the fields of a record.")
    if hashlib.sha256(canonical(record).encode()).hexdigest() != line["hash"]:
        raise Broken(f"{name} was changed: its text does not have its hash.")
    if record["sequence"] != sequence:
        raise Broken(f"{name} is missing or out of order: record {record['sequence']} stands in its place.")
    if record["previous"] != previous:
        raise Broken(f"{name} does not follow the record before it.")
    text = checkpoint_text(sequence=sequence, head=line["hash"], at=record["at"])
    if not is_signed(text, line["signature"], key=key):
        raise Broken(f"{name} is not signed with the site's key.")
    return line["hash"], record["at"]


def read_closing(line, *, sequence, head, at, key):
    checkpoint = line.get("checkpoint")
    if set(line) != {"checkpoint"} or not isinstance(checkpoint, dict):
        raise Broken("The last line is not the closing checkpoint: the end was cut off.")
    check_signed(checkpoint, key=key, name="The closing checkpoint")
    if (checkpoint["sequence"], checkpoint["head"]) != (sequence, head) or at not in (None, checkpoint["at"]):
        raise Broken(f"The closing checkpoint is about record {checkpoint['sequence']}, the export ends at {sequence}.")


def check_kept(checkpoint, *, heads, key):
    check_signed(checkpoint, key=key, name="The checkpoint you kept")
    sequence = checkpoint["sequence"]
    if sequence not in heads:
        raise Broken(f"You kept a checkpoint of record {sequence}; this ledger ends before it: its tail was cut off.")
    if heads[sequence][0] != checkpoint["head"]:
        raise Broken(f"Record {sequence} is not the one you kept a checkpoint of: the ledger was rewritten.")


def check_signed(checkpoint, *, key, name):
    if set(checkpoint) != {"format", "sequence", "head", "at", "public_key", "signature"}:
        raise Broken(f"{name} does not have the fields of a checkpoint.")
    if checkpoint["format"] != FORMAT or checkpoint["public_key"] != key:
        raise Broken(f"{name} is of another format or key than the export.")
    text = checkpoint_text(sequence=checkpoint["sequence"], head=checkpoint["head"], at=checkpoint["at"])
    if not is_signed(text, checkpoint["signature"], key=key):
        raise Broken(f"{name} is not signed with the site's key.")


def is_signed(text, signature, *, key):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = base64.b64decode(signature, validate=True)
        # The last letter before the padding carries spare bits: another letter must not pass for the same signature.
        if base64.b64encode(raw).decode() != signature:
            return False
        raw_key = base64.b64decode(key, validate=True)
        if base64.b64encode(raw_key).decode() != key:
            return False
        Ed25519PublicKey.from_public_bytes(raw_key).verify(raw, text.encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("export", type=Path, help="the file that `manage.py export_ledger` wrote")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint.json that you kept from earlier")
    parser.add_argument("--key", help="the site's public key in base64, if you kept it")
    options = parser.parse_args(arguments)
    try:
        kept = json.loads(options.checkpoint.read_bytes()) if options.checkpoint else None
        entries, head = verify(options.export.read_bytes(), checkpoint=kept, key=options.key)
    except Broken as broken:
        print(broken)
        return 1
    except (OSError, ValueError) as error:
        print(f"Cannot read: {error}")
        return 2
    print(f"The ledger holds: {entries} records, head {head}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
