"""A backup or a restore that cannot be."""


class CannotKeep(Exception):
    """Carries the sentence to print."""
