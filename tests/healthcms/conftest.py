"""The people and the article that pages need."""

from tests.articles.conftest import article, staff

__all__ = ["article", "staff"]
