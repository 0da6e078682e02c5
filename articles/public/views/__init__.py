"""One module per kind of page. A view fetches, answers, and sets its cache headers."""
