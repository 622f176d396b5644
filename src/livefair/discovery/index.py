"""Keeping the words of things up to date, in the transaction of whoever changes them."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from livefair.discovery import rules
from livefair.discovery.models import SEARCH_DOC, SEARCH_WORD
from livefair.kernel import WriteTx, change, query, text_in


class _Doc(NamedTuple):
    words: str


_this = (SEARCH_DOC.c.kind == bindparam("of"), SEARCH_DOC.c.item == bindparam("one"))
_DOC = query(_Doc, select(SEARCH_DOC.c.words).where(*_this))
_REPLACE = change(update(SEARCH_DOC).where(*_this).values(words=bindparam("new_words")))
_FORGET = change(delete(SEARCH_DOC).where(*_this))
_ADD_POPULARITY = change(
    update(SEARCH_DOC).where(*_this).values(popularity=SEARCH_DOC.c.popularity + bindparam("amount"))
)
_ONE_MORE = change(update(SEARCH_WORD).where(text_in(SEARCH_WORD.c.word, "words")).values(docs=SEARCH_WORD.c.docs + 1))
_ONE_LESS = change(update(SEARCH_WORD).where(text_in(SEARCH_WORD.c.word, "words")).values(docs=SEARCH_WORD.c.docs - 1))


def index(tx: WriteTx, kind: str, item: str, *, title: Iterable[str], more: Iterable[str] = ()) -> None:
    """Let a thing be found by its words from now on, by no others. Words of `title` count most."""
    words = rules.document(list(title), list(more))
    earlier = tx.one(_DOC, of=kind, one=item)
    if earlier is None:
        tx.insert(SEARCH_DOC, kind=kind, item=item, words=words, popularity=0)
    elif earlier.words != words:
        tx.change(_REPLACE, of=kind, one=item, new_words=words)
    before = set(earlier.words.split()) if earlier else set()
    _count(tx, added=set(words.split()) - before, gone=before - set(words.split()))


def forget(tx: WriteTx, kind: str, item: str) -> None:
    """Let a thing be found no more; harmless if it never was."""
    if (earlier := tx.one(_DOC, of=kind, one=item)) is not None:
        tx.change(_FORGET, of=kind, one=item)
        _count(tx, added=set(), gone=set(earlier.words.split()))


def add_popularity(tx: WriteTx, kind: str, item: str, amount: int) -> None:
    """Let a thing come before others of the same words; harmless for what is not indexed."""
    tx.change(_ADD_POPULARITY, of=kind, one=item, amount=amount)


def _count(tx: WriteTx, *, added: set[str], gone: set[str]) -> None:
    for word in sorted(added):
        tx.insert_new(SEARCH_WORD, word=word, docs=0)
    # In the order of the words, so that two who write at once never wait for each other.
    if added:
        tx.change(_ONE_MORE, words=sorted(added))
    if gone:
        tx.change(_ONE_LESS, words=sorted(gone))
