"""The stand-alone verifier finds any change in an exported ledger, without Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from articles.content.digest import canonical
from articles.editorial import ledger, workflow
from tests.factories import Staff, make_article
from tests.scenes import scene
from tools.verify_ledger import Broken, main, verify

TOOL = Path(__file__).parents[2] / "tools" / "verify_ledger.py"


@scene
def story():
    """An export, and the checkpoint that an outsider kept one entry before its end."""
    staff = Staff()
    article = make_article(author=staff.writer.expert)
    staff.published(article)
    kept = ledger.checkpoint()
    workflow.withdraw(article, reason="Wrong advice.", by=staff.editor)
    data = "".join(line + "\n" for line in ledger.export_lines()).encode()
    return data, kept


def test_an_untouched_export_holds(story):
    data, kept = story

    entries, head = verify(data, checkpoint=kept)

    assert (entries, head) == (4, ledger.checkpoint()["head"])


def test_any_one_byte_changed_is_found(story):
    data, kept = story
    for position in range(len(data)):
        for other in {data[position] ^ 1, data[position] ^ 0x20, 0x0A}:
            if other == data[position]:
                continue
            changed = data[:position] + bytes([other]) + data[position + 1 :]
            with pytest.raises(Broken):
                verify(changed, checkpoint=kept, key=kept["public_key"])


def test_any_one_byte_deleted_or_added_is_found(story):
    data, kept = story
    for position in range(len(data)):
        with pytest.raises(Broken):
            verify(data[:position] + data[position + 1 :], checkpoint=kept)
        with pytest.raises(Broken):
            verify(data[:position] + b" " + data[position:], checkpoint=kept)


def lines_of(data):
    return data.decode().splitlines(keepends=True)


@pytest.mark.parametrize("index", range(6))
def test_any_line_deleted_or_doubled_is_found(story, index):
    lines = lines_of(story[0])

    for changed in (lines[:index] + lines[index + 1 :], lines[: index + 1] + lines[index:]):
        with pytest.raises(Broken):
            verify("".join(changed).encode())


def test_any_two_lines_swapped_are_found(story):
    lines = lines_of(story[0])
    for first in range(len(lines)):
        for second in range(first + 1, len(lines)):
            swapped = list(lines)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            with pytest.raises(Broken):
                verify("".join(swapped).encode())


def test_a_cut_tail_with_an_honest_older_checkpoint_is_found_by_whoever_kept_a_newer_one(story, staffless_cut):
    shorter, newer = staffless_cut
    verify(shorter)

    with pytest.raises(Broken, match="its tail was cut off"):
        verify(shorter, checkpoint=newer)


@pytest.fixture
def staffless_cut(story):
    """The export as the site itself signed it two entries earlier, and the checkpoint of its end now."""
    lines = lines_of(story[0])
    record = json.loads(lines[2])
    closing = {
        "checkpoint": {
            "format": ledger.FORMAT,
            "sequence": 2,
            "head": record["hash"],
            "at": record["record"]["at"],
            "public_key": json.loads(lines[0])["public_key"],
            "signature": record["signature"],
        }
    }
    return ("".join(lines[:3]) + canonical(closing) + "\n").encode(), ledger.checkpoint()


def test_a_ledger_written_anew_with_another_key_is_found(story, settings, tmp_path):
    data, kept = story
    settings.LEDGER_KEY_FILE = tmp_path / "other.key"
    forged = "".join(line + "\n" for line in ledger.export_lines()).encode()

    with pytest.raises(Broken, match="another public key"):
        verify(forged, checkpoint=kept)


@pytest.mark.parametrize("data", [b"", b"\n", b"x\n", b"{}\n{}\n", b"\xff\n", b"[]\n[]\n", b"null\nnull\n"])
def test_nonsense_is_no_ledger(data):
    with pytest.raises(Broken):
        verify(data)


def test_it_runs_alone(story, tmp_path):
    data, kept = story
    (tmp_path / "ledger.jsonl").write_bytes(data)
    (tmp_path / "checkpoint.json").write_text(json.dumps(kept))

    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), "ledger.jsonl", "--checkpoint", "checkpoint.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The ledger holds: 4 records, head ")


def test_it_names_the_bad_record_and_exits_with_one(story, tmp_path, capsys):
    (tmp_path / "ledger.jsonl").write_bytes(story[0].replace(b"Rita", b"Lisa", 1))

    assert main([str(tmp_path / "ledger.jsonl")]) == 1
    assert "Record 2 was changed" in capsys.readouterr().out


def test_a_missing_file_is_said_in_a_sentence(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere.jsonl")]) == 2
    assert "Cannot read" in capsys.readouterr().out
