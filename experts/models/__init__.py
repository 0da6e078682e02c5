"""The people: who writes, who reviews, and what entitles them to."""

from experts.models.affiliation import Affiliation
from experts.models.credential import Credential
from experts.models.disclosure import Disclosure
from experts.models.expert import Expert
from experts.models.user import User

__all__ = ["Affiliation", "Credential", "Disclosure", "Expert", "User"]
