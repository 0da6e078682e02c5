"""Django's templates, written out as Python: the same bytes for a fraction of the work."""
