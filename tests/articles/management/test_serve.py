"""The server is granian, one process a core, in place of this process."""

import os

from django.core.management import call_command

from articles.management.commands import serve


def test_granian_takes_the_place_of_the_command(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, command: started.append((program, command)))

    call_command("serve", "--host", "0.0.0.0", "--port", "8080", "--threads", "2")

    ((program, command),) = started
    assert command[0] == program and command[1:3] == ["-m", "granian"]
    told = dict(zip(command, command[1:], strict=False))
    assert (told["--host"], told["--port"], told["--blocking-threads"]) == ("0.0.0.0", "8080", "2")
    assert told["--workers"] == str(serve.cores())
    assert command[-1] == "healthcms.wsgi:application"


def test_granian_knows_every_option_that_it_is_given():
    from granian.cli import cli

    known = {name for option in cli.params for name in option.opts}
    given = [word for word in serve.command_for(host="x", port=1, workers=1, threads=1) if word.startswith("--")]

    assert set(given) <= known
