"""How alike two questions are: by what they mean, and by the stems of their words and, of Chinese, their characters.

What every question has (“is it”, 吗, 请问) says nothing and counts for nothing; what is said differently and meant
alike is one word. The measure of words is Dice's: twice what both have, over what each has. That of meaning is the
cosine of two vectors. How well each does alone and both together: docs/decisions/0017-questions-by-their-meaning.md.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from livefair.discovery.rules import Vector, plain, stem

# Where merging is offered, and how much the words count: measured on the pairs of tests/live/rules/similar_pairs.toml.
ALIKE_LEAST = 0.6
WORDS_SHARE = 0.3
SIMILAR_SHOWN = 3

_EMPTY_WORDS = (
    "a an the is are was be it its this that these those they do does did can could will would you your i my me we "
    "to of in on for with and or please hi hello host what s any there one get have has had so if at am about"
)
_EMPTY_CHARACTERS = "吗呢啊呀吧嘛了的是有没不请问一下主播老师这个款那它我们你能可以会想么什怎样何多少几件要"
_SAY_NOTHING = frozenset(_EMPTY_WORDS.split()) | frozenset(_EMPTY_CHARACTERS)
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+|[^\W\d_a-z]+")

# Said differently, meant alike: the first of each line stands for the others.
_ALIKE = """
洗 机洗 手洗 水洗 清洗 洗衣机
掉色 褪色
材料 材质 面料 料子
保修 质保
码 尺码 大小 偏小 偏大
发 发货 寄
重 重量 多重
价 价格 多少钱 价钱
退 退货 退换
wash washable washed washing machine
made material fabric
guarantee warranty guaranteed
size sizing fit small large
ship shipping shipped deliver delivery arrive
weight weigh heavy
price cost much
colour color
return returned refund
"""
_SAME = {word: line.split()[0] for line in _ALIKE.strip().splitlines() for word in line.split()[1:]}
_SAME_HAN = sorted((pair for pair in _SAME.items() if pair[0][0] >= "\u3400"), key=lambda pair: -len(pair[0]))


def gist_words(text: str) -> frozenset[str]:
    """What tells a question from others: stems of words, and single Han characters."""
    found = {word for run in _RUNS.findall(plain(text)) for word in _told(run)}
    return frozenset({word for word in found if word not in _SAY_NOTHING} or found)


def _told(run: str) -> list[str]:
    if run[0] < "\u3400":
        return [stem(_SAME.get(run, run))]
    for said, meant in _SAME_HAN:
        run = run.replace(said, meant)
    return list(run)


class Gist(NamedTuple):
    """What is compared of a question; `vector` is of length 1."""

    words: frozenset[str]
    vector: Vector


def gist_of(text: str, vector: Vector) -> Gist:
    return Gist(gist_words(text), vector)


def likeness(one: Gist, other: Gist) -> float:
    """0 to 1. Across scripts no word can be shared: then the meaning alone counts."""
    cosine = min(1.0, max(0.0, float(one.vector @ other.vector)))
    if _scripts(one.words).isdisjoint(_scripts(other.words)):
        return cosine
    return WORDS_SHARE * likeness_of_words(one.words, other.words) + (1 - WORDS_SHARE) * cosine


def likeness_of_words(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _scripts(words: frozenset[str]) -> set[bool]:
    return {word[0] >= "\u3400" for word in words}


def most_alike(one: Gist, others: Mapping[str, Gist]) -> list[str]:
    """The ids of those that ask the same, the most alike first, SIMILAR_SHOWN at most."""
    scored = sorted(((-likeness(one, other), key) for key, other in others.items()))
    return [key for score, key in scored if -score >= ALIKE_LEAST][:SIMILAR_SHOWN]
