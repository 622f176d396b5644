"""How a text is compared with words that are not wanted: whatever it is disguised as, and nothing else.

One form for all ways of writing the same: width, case, accents, letters of other scripts that look alike, digits and
signs in the place of letters, invisible characters. A word in Latin letters is met only as a whole word, so that
“class” is not what it contains; stretched (“sooo”) and spaced out (“s o o n”) it is the same word. Where a script has
no spaces, spaces and signs between its characters are looked through.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

WORDS_MAX = 200
WORD_CHARS_MAX = 20
TEXT_CHARS_MAX = 1_000

# Small letters of other scripts, each above the Latin one that it is taken for.
_THEIRS = "абвгезикмнопрстухѕіјһԁԛԝαβγεικνορτυχωıłøđ"
_LATIN = "a6breeukmhonpctyxsijhdqwabyeikvoptuxwilod"
_ALIKE = str.maketrans(_THEIRS, _LATIN)
_SIGNS = str.maketrans("0134578@$!|", "oieastbasil")
_TOKEN = re.compile(r"[a-z0-9@$!|]+|[^\W_a-z0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_REPEATED = re.compile(r"([a-z])\1+")
_SPACED_LEAST = 3


class Folded(NamedTuple):
    """`line` is the text's words between spaces, `whole` all of it without any; `spaced` the runs of single letters."""

    line: str
    whole: str
    stretched: frozenset[str]
    spaced: tuple[str, ...]


def folded(text: str) -> Folded:
    tokens = _tokens(text)
    return Folded(
        line=f" {' '.join(tokens)} ",
        whole="".join(tokens),
        stretched=frozenset(_REPEATED.sub(r"\1", token) for token in tokens if _STRETCHED.search(token)),
        spaced=tuple(_spaced(tokens)),
    )


def fold_of(word: str) -> str:
    """How a word is compared; "" for one without letters and digits."""
    tokens = _tokens(word)
    return " ".join(tokens) if _is_latin(tokens) else "".join(tokens)


def met_in(text: str, folds: Iterable[str]) -> list[str]:
    """Which of these words, given by their `fold_of`, the text holds."""
    found = folded(text)
    return [fold for fold in folds if _is_met(found, fold)]


def _is_met(text: Folded, fold: str) -> bool:
    if not fold.replace(" ", "").isascii():
        return fold in text.whole
    squeezed = _REPEATED.sub(r"\1", fold)
    return f" {fold} " in text.line or squeezed in text.stretched or any(fold in run for run in text.spaced)


def _tokens(text: str) -> list[str]:
    return [token for found in _TOKEN.findall(_plain(text)) if (token := _letters(found))]


def _plain(text: str) -> str:
    small = unicodedata.normalize("NFKC", text[:TEXT_CHARS_MAX]).casefold()
    split = unicodedata.normalize("NFKD", small)
    seen = "".join(char for char in split if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", seen).translate(_ALIKE)


def _letters(token: str) -> str:
    """Signs among letters stand for letters; a number stays one, and signs alone are nothing."""
    bare = token.strip("!|")
    return bare.translate(_SIGNS) if re.search("[a-z]", bare) else re.sub(r"[@$!|]", "", bare)


def _spaced(tokens: list[str]) -> Iterable[str]:
    run = ""
    for token in [*tokens, ""]:
        if len(token) == 1 and token.isascii():
            run += token
            continue
        if len(run) >= _SPACED_LEAST:
            yield run
        run = ""


def _is_latin(tokens: list[str]) -> bool:
    return all(token.isascii() for token in tokens)
