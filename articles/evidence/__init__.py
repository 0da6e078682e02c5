"""Sources: their identifiers and the reference that readers see. No ORM here."""
