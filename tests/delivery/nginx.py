"""The nginx that is shipped, in front of a server on this host."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from tests.delivery.site import ROOT, free_port

SECRET = "change-this-secret"
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
START_SECONDS = 60


@contextlib.contextmanager
def nginx(folder: Path, *, before: int, port: int = 0) -> Iterator[int]:
    """Run nginx with deploy/nginx.conf before the server at port `before`, and give its own port."""
    if PROGRAM is None:
        raise RuntimeError("nginx is not installed here: apt-get install -y nginx-light (Debian, Ubuntu).")
    port = port or free_port()
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    for told, here in (
        ("/var/cache/nginx", folder),
        ("/var/log/nginx", folder),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("127.0.0.1:8000", f"127.0.0.1:{before}"),
    ):
        assert told in shipped
        shipped = shipped.replace(told, str(here))
    (folder / "site.conf").write_text(shipped)
    # Nobody else may look into the folder: where its master is root, its workers are, too.
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}"
        f"http {{ {temporary} include {folder}/site.conf; }}"
    )
    command = [PROGRAM, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command)
    try:
        until = time.monotonic() + START_SECONDS
        while not _is_there(port):
            if running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text()[-2000:]}")
            time.sleep(0.02)
        yield port
    finally:
        running.terminate()
        running.wait(60)


def _is_there(port: int) -> bool:
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.connect()
        except OSError:
            return False
        return True
