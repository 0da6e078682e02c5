"""The one error of importing: the text cannot be read as a page."""


class UnreadablePage(ValueError):
    """Says in one sentence why a text is not imported."""
