"""What the database keeps of people, organisations, roles and the links by which they come in."""

from sleutelwerk.accounts.models.link import OneTimeLink
from sleutelwerk.accounts.models.organisation import FgAdvice, Organisation
from sleutelwerk.accounts.models.provider import ExternalIdentity, IdentityProvider
from sleutelwerk.accounts.models.role import RoleGrant
from sleutelwerk.accounts.models.user import User, UserManager

__all__ = [
    "ExternalIdentity",
    "FgAdvice",
    "IdentityProvider",
    "OneTimeLink",
    "Organisation",
    "RoleGrant",
    "User",
    "UserManager",
]
