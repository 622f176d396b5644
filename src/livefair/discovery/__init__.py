"""Finding things by their words. What a thing is, only its caller knows: here it is a kind, an id and some words.

`index` and `forget` keep the words of things up to date in the caller's own transaction, so what is written is found at
once. `find` answers in the order of relevance. `note_search` counts what was asked for, without who asked, so that
others can be offered it and what nobody found can be seen as a need.
"""

from livefair.discovery.index import add_popularity, forget, index
from livefair.discovery.search import Found, Hit, find
from livefair.discovery.searches import Searched, note_search, popular_searches, unmet_searches

__all__ = [
    "Found",
    "Hit",
    "Searched",
    "add_popularity",
    "find",
    "forget",
    "index",
    "note_search",
    "popular_searches",
    "unmet_searches",
]
