"""Imports every module that registers a noun; `healthcms.apps.DeskAdminConfig` imports this when all apps are ready."""

# One `from articles.admin import <noun>` per noun file, added as the files come.
