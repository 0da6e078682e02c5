"""Floor 0: pure functions on text, HTML and JSON. No ORM, no settings, no clock."""
