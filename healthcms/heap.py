"""One heap for all threads of a worker.

The C library gives each thread a heap of its own, where what is free waits for that thread alone. As one thread at a
time runs Python, they share one without waiting for each other, and a worker stays several MB smaller.
"""

import ctypes

_M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """Before there are threads. Where the C library knows of no such thing, it has one heap already."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
