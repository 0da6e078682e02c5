"""A whole site as one file of lines, out and in again; and a site's worth of generated pages. See docs/archive.md."""
