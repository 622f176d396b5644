"""Answering a question in words: first what has all of them, then what has the rarest of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Text, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Boolean

from livefair.discovery import rules
from livefair.discovery.models import SEARCH_DOC, SEARCH_WORD
from livefair.kernel import ReadTx, query, text_in

CONSIDERED_MAX = 400
ENOUGH = 5


class _has_words(ColumnElement[bool]):  # noqa: N801 (reads as SQL)
    """Whether a row of SEARCH_DOC answers the question bound to `name`, by the engine's own full-text search."""

    type = Boolean()
    inherit_cache = False

    def __init__(self, name: str) -> None:
        self.question: BindParameter[str] = bindparam(name, type_=Text)


@compiles(_has_words, "sqlite")
def _on_sqlite(element: _has_words, compiler: SQLCompiler, **kw: Any) -> str:
    question = compiler.process(element.question, **kw)
    return f"search_doc.seq IN (SELECT rowid FROM search_fts WHERE search_fts MATCH {question})"


@compiles(_has_words, "postgresql")
def _on_postgresql(element: _has_words, compiler: SQLCompiler, **kw: Any) -> str:
    question = compiler.process(element.question, **kw)
    return f"to_tsvector('simple', search_doc.words) @@ websearch_to_tsquery('simple', {question})"


class Hit(NamedTuple):
    kind: str
    item: str
    score: float


class Found(NamedTuple):
    """`hits`, best first. `is_exact`: each of them has every word of the question."""

    hits: list[Hit]
    is_exact: bool


class _Doc(NamedTuple):
    kind: str
    item: str
    words: str
    popularity: int


_MATCHING = query(
    _Doc,
    select(*(SEARCH_DOC.c[field] for field in _Doc._fields))
    .where(_has_words("question"), text_in(SEARCH_DOC.c.kind, "kinds"))
    .order_by(SEARCH_DOC.c.popularity.desc(), SEARCH_DOC.c.seq.desc())
    .limit(CONSIDERED_MAX),
)
_DOCS = query(
    lambda word, docs: (word, docs),
    select(SEARCH_WORD.c.word, SEARCH_WORD.c.docs).where(text_in(SEARCH_WORD.c.word, "words")),
)
_HOW_MANY = query(int, select(func.coalesce(func.max(SEARCH_DOC.c.seq), 1)))


def find(tx: ReadTx, question: str, *, kinds: Sequence[str], most: int = 50) -> Found:
    """Things of these kinds by their words; of the CONSIDERED_MAX most popular that match, the most relevant."""
    words = rules.question_words(question)
    if not words:
        return Found([], is_exact=False)
    docs = dict(tx.all(_DOCS, words=sorted({*words, *rules.must_words(question)})))
    exact = _all_of(tx, rules.must_words(question), docs, kinds)
    found = {(doc.kind, doc.item): doc for doc in exact}
    rare = rules.rarest(words, docs)
    if len(found) < ENOUGH and rare:
        for doc in tx.all(_MATCHING, question=rules.match_any(rare), kinds=list(kinds)):
            found.setdefault((doc.kind, doc.item), doc)
    documents = tx.value(_HOW_MANY)
    hits = [
        Hit(
            doc.kind,
            doc.item,
            rules.score(words, doc.words, docs=docs, documents=documents, popularity=doc.popularity),
        )
        for doc in found.values()
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.kind, hit.item))
    return Found(hits[:most], is_exact=len(found) == len(exact) > 0)


def _all_of(tx: ReadTx, must: Sequence[str], docs: dict[str, int], kinds: Sequence[str]) -> list[_Doc]:
    if not must or any(docs.get(word, 0) == 0 for word in must):
        return []
    return tx.all(_MATCHING, question=rules.match_all(must), kinds=list(kinds))
