"""One chain, signed, and what the verifier finds in it."""

import base64

import pytest
from django.core.management import call_command
from django.db import connection

from articles.content.digest import canonical, sha256
from articles.editorial import ledger, signing, workflow
from articles.editorial.verification import faults
from articles.models import EditorialRecord, LedgerHead, Publication, triggers


@pytest.fixture
def published(staff, article):
    staff.published(article)
    return article


def tamper(statement, *parameters):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    triggers.install(connection)


class TestChain:
    def test_each_record_names_the_one_before(self, published):
        records = list(EditorialRecord.objects.all())

        assert [record.event for record in records] == ["submitted", "approved", "published"]
        assert [record.sequence for record in records] == [1, 2, 3]
        assert records[0].previous_hash == "0" * 64
        for before, after in zip(records, records[1:], strict=False):
            assert after.previous_hash == after.facts["previous"] == before.record_hash
        assert all(sha256(record.document) == record.record_hash for record in records)

    def test_a_record_holds_the_credentials_as_they_stood(self, published):
        credit = EditorialRecord.objects.get(event="approved").facts["actor"]["credit"]

        assert credit["credentials"][0]["issuer"] == "Oregon Sample Medical Board"
        assert credit["affiliations"][0]["institution"] == "Lakeshore Teaching Hospital"

    def test_the_checkpoint_is_signed_and_names_the_head(self, published):
        checkpoint = ledger.checkpoint()

        text = ledger.checkpoint_text(sequence=3, head=LedgerHead.objects.get().record_hash, at=checkpoint["at"])
        assert checkpoint["sequence"] == 3
        assert signing.is_signed(text, checkpoint["signature"], key=checkpoint["public_key"])
        assert not signing.is_signed(text + " ", checkpoint["signature"], key=checkpoint["public_key"])

    @pytest.mark.django_db
    def test_an_empty_ledger_has_a_checkpoint_too(self):
        checkpoint = ledger.checkpoint()

        text = ledger.checkpoint_text(sequence=0, head="0" * 64, at=checkpoint["at"])
        assert signing.is_signed(text, checkpoint["signature"], key=checkpoint["public_key"])

    def test_a_wrong_key_or_nonsense_is_not_a_signature(self, published):
        checkpoint = ledger.checkpoint()
        other = base64.b64encode(b"x" * 32).decode()

        assert not signing.is_signed("x", "nonsense", key=checkpoint["public_key"])
        assert not signing.is_signed("x", checkpoint["signature"], key=other)


class TestVerification:
    def test_an_untouched_site_has_no_fault(self, staff, published):
        workflow.correct(published, text="A name was wrong.", by=staff.editor)
        workflow.withdraw(published, reason="x", by=staff.editor)
        workflow.reinstate(published, note="x", by=staff.editor)

        assert list(faults()) == []

    def test_an_altered_record_is_named_first(self, published):
        tamper("UPDATE articles_editorialrecord SET document = replace(document, 'Rita', 'Lisa') WHERE sequence = 2")

        assert next(faults()) == "Record 2 was altered: its text does not have its hash."

    def test_an_altered_record_with_a_new_hash_breaks_the_chain_and_the_signature(self, published):
        record = EditorialRecord.objects.get(sequence=2)
        document = record.document.replace("Rita", "Lisa")
        tamper(
            "UPDATE articles_editorialrecord SET document = %s, record_hash = %s WHERE sequence = 2",
            document,
            sha256(document),
        )

        found = list(faults())
        assert "Record 2 is not signed with this site's key." in found
        assert "Record 3 does not follow the record before it." in found

    def test_an_altered_column_is_named(self, published):
        tamper("UPDATE articles_editorialrecord SET event = 'declined' WHERE sequence = 2")

        assert "Record 2 says “approved” as event, but its row says “declined”." in list(faults())

    def test_a_missing_record_is_named(self, published):
        Publication.objects.all().delete()
        tamper("DELETE FROM articles_editorialrecord WHERE sequence = 2")

        assert next(faults()) == "Record 2 is missing: the next one is record 3."

    def test_a_cut_tail_is_named(self, published):
        Publication.objects.all().delete()
        tamper("DELETE FROM articles_editorialrecord WHERE sequence = 3")

        assert list(faults()) == ["The ledger ends at record 2, but its head says 3: entries were cut off or added."]

    def test_an_altered_version_is_named_with_its_records(self, published):
        tamper("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

        assert next(faults()) == (
            "Version 1 of “Sore joints” was altered: its content does not have its digest (records 1, 2, 3)."
        )

    def test_a_typed_date_is_named(self, published):
        Publication.objects.update(reviewed_on="2030-01-01")

        assert "says 2030-01-01 as reviewed_on" in next(faults())

    def test_a_publication_that_says_something_else_is_named(self, published):
        Publication.objects.update(title="Joints cured!")

        assert "has another title than its version" in next(faults())

    def test_missing_triggers_are_named(self, published):
        triggers.remove(connection)

        assert "does not protect frozen rows" in next(faults())
        triggers.install(connection)


class TestCommand:
    def test_it_says_that_the_ledger_holds(self, published, capsys):
        call_command("verify_ledger")

        assert "The ledger holds: 3 records, 1 versions." in capsys.readouterr().out

    def test_it_exits_with_one_and_names_the_first_bad_entry(self, published, capsys):
        tamper("UPDATE articles_editorialrecord SET document = replace(document, 'Rita', 'Lisa') WHERE sequence = 2")

        with pytest.raises(SystemExit) as exit:
            call_command("verify_ledger")

        assert exit.value.code == 1
        assert capsys.readouterr().out.startswith("Record 2 was altered")


def test_the_export_is_canonical_lines(published):
    lines = list(ledger.export_lines())

    assert len(lines) == 5
    assert lines[0] == canonical({"format": "healthcms-ledger-1", "public_key": signing.public_key()})
    assert lines[-1] == canonical({"checkpoint": ledger.checkpoint()})
