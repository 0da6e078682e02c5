"""Finding articles by words: one way to ask, and two databases that answer alike. See docs/search.md."""
