"""On PostgreSQL a host hears of every decision with its commit, on whichever host it fell.

The deciding transaction notifies (generation.py). One process of a host listens, on a connection of its own: the one
that holds the lock of a small file. When it ends, however it ends, the system gives the lock to the next. Nothing
depends on this: what nobody heard, such as through a pooler that lends its connections by transaction, the poll of once
a second finds.
"""

import fcntl
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from select import select
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, connection

from articles.pages import generation

logger = logging.getLogger(__name__)
# After so many seconds without a word, ask whether the server is there still: a connection can die in silence.
SILENCE_SECONDS = 60.0
# Between one try to connect and the next.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


def start() -> None:
    """Listen beside the requests of this process, if it is its turn. It keeps no process alive."""
    if connection.vendor == "postgresql":
        Thread(target=_listen_in_turn, name="listening", daemon=True).start()


def heard() -> Iterator[int]:
    """Give the number as it is, then each one that is decided. Raises `DatabaseError` when the connection is lost."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {generation.CHANNEL}")
    yield generation.current()
    own = connection.connection
    while True:
        if select([own], [], [], SILENCE_SECONDS)[0]:
            with connection.wrap_database_errors:
                own.poll()
        else:
            generation.current()
        while own.notifies:
            yield int(own.notifies.pop(0).payload)


def _listen_in_turn() -> None:
    with open(_turn(), "a") as turn:
        # Waits here while another process of this host listens.
        fcntl.flock(turn, fcntl.LOCK_EX)
        pause = FIRST_PAUSE
        while True:
            try:
                for number in heard():
                    generation.shared().raise_to(number)
                    pause = FIRST_PAUSE
            except (DatabaseError, OSError) as error:
                why = " ".join(str(error).split())
                logger.warning("Nobody listens for decisions of other hosts (%s); tried again in %s s.", why, pause)
            connection.close()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _turn() -> Path:
    """Beside the number, which the same processes share."""
    return Path(settings.PAGES_GENERATION_FILE).with_name("listening")
