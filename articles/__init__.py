"""Articles from draft to public page; floors from `content` up to `admin`, `desk` and `public`."""
