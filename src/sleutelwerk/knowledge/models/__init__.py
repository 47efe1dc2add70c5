"""What the database keeps of the kennisbank."""

from sleutelwerk.knowledge.models.articles import Article, ArticleVersion
from sleutelwerk.knowledge.models.documents import DocumentFile, Handout, LibraryDocument
from sleutelwerk.knowledge.models.requests import AccessRequest, RequestLink, ReviewerSubstitute
from sleutelwerk.knowledge.models.search import Searchable, SearchPosting, SearchShelf

__all__ = [
    "AccessRequest",
    "Article",
    "ArticleVersion",
    "DocumentFile",
    "Handout",
    "LibraryDocument",
    "RequestLink",
    "ReviewerSubstitute",
    "SearchPosting",
    "SearchShelf",
    "Searchable",
]
