"""What a first search would wait for, read before a process takes requests: seconds in a large archive."""

from django.urls import get_resolver

from search.facets import COLUMNS
from search.known_words import VOCABULARY
from search.query.lexicon import LEXICON
from search.suggest import NAMES


def warm() -> None:
    """Import the pages and gather names, columns and words; DatabaseError where the database cannot be read."""
    get_resolver().url_patterns  # noqa: B018 - importing them is the point
    LEXICON.get()
    COLUMNS.get()
    NAMES.get()
    VOCABULARY.get()
