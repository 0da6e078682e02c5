"""How a worker holds its memory: one heap for all its threads, and what is large goes back when it is free.

The C library gives each thread a heap of its own, where what is free waits for that thread alone. As one thread at a
time runs Python, they share one without waiting for each other. And it would keep what was freed, such as the megabytes
in which a page was compressed, for whoever needs as much again. A worker stays several MB smaller.
"""

import ctypes

# malloc.h of glibc
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
# What is as large as this is asked of the system and goes back to it. Set, it no longer grows with what was freed.
# What a page is compressed in, in haste, is smaller: to ask for that each time takes longer than to compress.
_LARGE = 512 * 1024


def keep_heap_small() -> None:
    """Before there are threads. Where the C library knows of no such thing, it has ways of its own."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_TRIM_THRESHOLD, _LARGE)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
