"""A site's worth of generated pages, to measure with. They say of themselves that they say nothing about medicine."""
