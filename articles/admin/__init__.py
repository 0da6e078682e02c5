"""The writer's and editor's desk: Django's admin, one file per noun. It edits drafts, shows the rest, and calls verbs.

Empty on purpose: the site's own class is found through this package before any model is ready, so the modules that
register models are imported by `articles.admin.registry` instead.
"""
