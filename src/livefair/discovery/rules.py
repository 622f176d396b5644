"""Words out of texts, and how well a thing's words answer a question. Pure.

Chinese has no spaces: a run of Han characters counts by its words (segmentation of jieba) and by its pairs of
characters, so that any two neighbouring characters that somebody types are found, however the run was cut.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import rjieba
from numpy.typing import NDArray

Vector = NDArray[np.float32]
TEXT_CHARS_MAX = 2_000
QUESTION_CHARS_MAX = 60
QUESTION_WORDS_MAX = 24
WORD_CHARS_MAX = 40
RARE_MAX = 6
# A title's word counts as three of a description's.
TITLE_WEIGHT = 3
POPULARITY_WEIGHT = 0.15

_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+|[^\W\d_a-z]+")


def plain(text: str, *, limit: int = TEXT_CHARS_MAX) -> str:
    """One form for all ways of writing the same: NFKC, small letters, accents away, no control characters."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[:limit]).casefold())
    kept = (char if char >= " " else " " for char in folded if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", "".join(kept))


def words_in(text: str) -> list[str]:
    """Every word of a text that it can be found by, in order, repeated as in the text."""
    return [word for run in _RUNS.findall(plain(text)) for word in _words_of_run(run)]


def must_words(question: str) -> list[str]:
    """What all of a perfect answer has: the words, of a Han run its pairs."""
    runs = _RUNS.findall(plain(question, limit=QUESTION_CHARS_MAX))
    found = (word for run in runs for word in (_pairs(run) if _is_han(run) else [stem(run)]))
    return _some(found)


def question_words(question: str) -> list[str]:
    """All that a question can be answered by."""
    return _some(words_in(question[:QUESTION_CHARS_MAX]))


def stem(word: str) -> str:
    """The singular of most English plurals; both sides are treated alike, so a wrong one does no harm."""
    word = word[:WORD_CHARS_MAX]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def document(title: Sequence[str], more: Sequence[str]) -> str:
    """The words of a thing as they are stored."""
    strong = [word for text in title for word in words_in(text)]
    return " ".join([*strong * TITLE_WEIGHT, *(word for text in more for word in words_in(text))])


def rarest(words: Iterable[str], docs: Mapping[str, int]) -> list[str]:
    """The words that tell most, among those that exist."""
    return sorted((word for word in words if docs.get(word, 0) > 0), key=lambda word: (docs[word], word))[:RARE_MAX]


def score(words: Sequence[str], stored: str, *, docs: Mapping[str, int], documents: int, popularity: int) -> float:
    """Relevance, 0 and more: sum of idf x tf/(tf+1) over the question's words, raised a little by popularity.

    idf = ln(1 + N/n) with n of N things having the word (Spärck Jones 1972, smoothed); the saturation of tf is that
    of BM25 (Robertson & Zaragoza 2009) with k=1 and b=0, since titles hardly differ in length.
    """
    counts = Counter(stored.split(" "))
    relevance = sum(
        math.log(1 + documents / max(docs.get(word, 0), 1)) * counts[word] / (counts[word] + 1)
        for word in words
        if word in counts
    )
    return relevance * (1 + POPULARITY_WEIGHT * math.log1p(max(popularity, 0)))


def match_all(words: Iterable[str]) -> str:
    """In the words that SQLite's FTS5 and PostgreSQL's websearch_to_tsquery both read."""
    return " ".join(f'"{word}"' for word in words)


def match_any(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _words_of_run(run: str) -> list[str]:
    if not _is_han(run):
        return [stem(run)]
    return list(dict.fromkeys([*rjieba.cut_for_search(run), *_pairs(run)]))


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)] or [run]


def _is_han(run: str) -> bool:
    return run[0] >= "\u3400"


def _some(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:QUESTION_WORDS_MAX]
