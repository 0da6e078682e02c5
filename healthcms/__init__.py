"""Wiring only: settings, addresses, headers, errors and health. No medical or editorial rule lives here."""
