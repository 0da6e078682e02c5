"""The process that `manage.py serve` becomes: granian, which starts the workers and replaces them.

Each worker begins as a copy of it, so it loads little: without granian's own command line it is 1.6 MiB less for each.
"""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError


def main(host: str, port: str, workers: str, threads: str, application: str) -> None:
    server = Granian(
        application,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=int(workers),
        blocking_threads=int(threads),
        # A process that falls over is replaced; if the next one does so at once, the server stops.
        respawn_failed_workers=True,
        # Between the start of a new process and the end of the one it replaces: it must answer by then.
        respawn_interval=10,
        # A request may take so long to end before a process that is replaced is killed.
        workers_kill_timeout=30,
    )
    try:
        server.serve()
    except FatalError:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
