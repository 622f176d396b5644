import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.governance.claims import CHARS_MAX, FOUND_MAX, claims_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("这是最好的杯子", "最好"),
        ("全网第一的销量", "第一"),
        ("１００％有效", "100%"),
        ("百分之百安全", "百分之百"),
        ("The BEST mug there is", "the best"),
        ("Number one in Europe", "number one"),
        ("it cures everything", "cures"),
        ("无副作用", "无副作用"),
        ("国家级大师", "国家级"),
    ],
)
def test_words_that_promise_too_much_are_found(text, words):
    assert any(words in found for found in claims_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "最近上新",
        "最后三件",
        "第一次开播",
        "第一个环节",
        "100%纯棉",
        "100 % cotton",
        "best wishes",
        "secures the lid",
        "每人最多两件",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert claims_in(text) == []


@given(st.text(max_size=500))
def test_any_text_is_searched_and_the_answer_is_bounded(text):
    found = claims_in(text * 20)
    assert len(found) <= FOUND_MAX
    assert len(set(found)) == len(found)


def test_what_stands_behind_the_limit_is_not_read():
    assert claims_in("a" * CHARS_MAX + "最好") == []
