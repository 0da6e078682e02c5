"""One site for all tests of this folder; what they do to it, each does to articles of its own."""

from collections.abc import Iterator

import pytest

from tests.delivery.nginx import PROGRAM
from tests.delivery.site import Site, site

# Where there is no nginx, there is nothing to ask it.
collect_ignore = [] if PROGRAM else ["test_nginx.py"]


@pytest.fixture(scope="session")
def running() -> Iterator[Site]:
    with site(workers=4) as running:
        yield running
