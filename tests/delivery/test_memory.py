"""A worker that made pages for readers holds no library that only writing and deciding need."""

from pathlib import Path

import pytest

from tests.delivery.hammer import tell

LEFT_OUT = ("lxml", "nh3", "PIL", "cryptography")
PAGES = ("/articles/remembered-0/", "/", "/articles/", "/topics/", "/experts/", "/search/?q=joints", "/privacy/")


@pytest.mark.django_db
def test_workers_that_made_pages_have_not_loaded_what_only_editors_need(running):
    tell(running.editor(), None)
    tell(running.children[-1], "seed\tremembered\t1")

    for path in PAGES * 8:
        assert running.get(path)[0] in (200, 404), path

    children = Path(f"/proc/{running.server.pid}/task/{running.server.pid}/children").read_text().split()
    for pid in children:
        maps = Path(f"/proc/{pid}/maps").read_text()
        assert "_granian" in maps
        assert [name for name in LEFT_OUT if f"/site-packages/{name}/" in maps] == []
