"""Write the ledger to a file that outsiders can verify with tools/verify_ledger.py."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.editorial.ledger import export_lines


class Command(BaseCommand):
    help = "Export the ledger as JSON lines: a header with the public key, every record, the signed checkpoint."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="where to write it; standard output if left out")

    def handle(self, **options):
        if not options["file"]:
            for line in export_lines():
                self.stdout.write(line)
            return
        path = Path(options["file"])
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(line + "\n" for line in export_lines())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"Written to {path}.")
