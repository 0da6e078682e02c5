"""The server is granian, one process a core, in place of this process."""

import os

from django.core.management import call_command

from articles.management.commands import serve
from healthcms import serving


def test_granian_takes_the_place_of_the_command(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, command: started.append((program, command)))

    call_command("serve", "--host", "0.0.0.0", "--port", "8080", "--threads", "2")

    ((program, command),) = started
    assert command[0] == program and command[1:3] == ["-m", "healthcms.serving"]
    assert command[3:] == ["0.0.0.0", "8080", str(serve.cores()), "2", "healthcms.wsgi:application"]


def test_granian_is_told_where_to_listen_and_with_how_many(monkeypatch):
    started = []
    monkeypatch.setattr(serving.Granian, "serve", lambda server: started.append(server))

    serving.main(*serve.command_for(host="127.0.0.1", port=8123, workers=3, threads=2)[3:])

    (server,) = started
    assert (server.bind_addr, server.bind_port, server.target) == ("127.0.0.1", 8123, "healthcms.wsgi:application")
    assert (server.workers, server.blocking_threads, server.interface, server.http) == (3, 2, "wsgi", "1")
    assert server.respawn_failed_workers
