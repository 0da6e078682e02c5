"""Where there is no nginx, there is nothing to ask it."""

from tests.delivery.nginx import PROGRAM

collect_ignore = [] if PROGRAM else ["test_nginx.py"]
