"""The threads of a worker share one heap, and what is large leaves it when it is free."""

import subprocess
import sys

PROGRAM = """
from threading import Barrier, Thread
from healthcms.heap import keep_heap_small
keep_heap_small()
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
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stderr
    assert "Arena 1:" not in done.stderr


LARGE = """
import ctypes
from healthcms.heap import keep_heap_small
keep_heap_small()
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes, c.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
c.free(c.malloc(4_000_000))
# The size of a block stands before it; its second bit says that the system gave it, by itself.
print(ctypes.c_size_t.from_address(c.malloc(1_000_000) - 8).value & 2)
"""


def test_what_is_large_is_asked_of_the_system_even_after_something_larger_was_freed():
    done = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "2\n"
