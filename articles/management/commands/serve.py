"""Start the server that readers are answered by: granian, in place of this process, so that signals reach it."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Start the server. Settings that are missing are named first, and nothing starts then."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen at.")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=cores(), help="Processes; one a core if you do not say.")
        parser.add_argument("--threads", type=int, default=4, help="How many requests a process works on at once.")

    def handle(self, **options: Any) -> None:
        command = command_for(**{name: options[name] for name in ("host", "port", "workers", "threads")})
        sys.stdout.flush()
        os.execv(command[0], command)


def cores() -> int:
    """How many this process may use, which in a container may be fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def command_for(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "healthcms.serving"),
        *(host, str(port), str(workers), str(threads)),
        "healthcms.wsgi:application",
    ]
