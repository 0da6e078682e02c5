"""The API: what readers see, as JSON. Read-only, versioned, and made of publications alone."""
