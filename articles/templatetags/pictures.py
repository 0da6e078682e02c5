"""Pictures in the library."""

from django import template

from articles.admin.choosers import thumbnail

register = template.Library()
register.filter("thumbnail", thumbnail)
