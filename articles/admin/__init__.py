"""The writer's and editor's desk: Django's admin, one file per noun. It edits drafts and calls verbs."""
