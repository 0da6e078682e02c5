"""The threads of a worker share one heap."""

import subprocess
import sys

PROGRAM = """
from threading import Barrier, Thread
from healthcms.heap import share_one_heap
share_one_heap()
together = Barrier(9)
def fill():
    held = [b"x" * 100_000 for _ in range(20)]
    together.wait()
    together.wait()
threads = [Thread(target=fill) for _ in range(8)]
for thread in threads: thread.start()
together.wait()
import ctypes
c = ctypes.CDLL(None)
if hasattr(c, "malloc_stats"): c.malloc_stats()
together.wait()
"""


def test_no_thread_has_a_heap_of_its_own():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30)

    assert done.returncode == 0, done.stderr
    assert "Arena 1:" not in done.stderr
