import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.live.civility import uncivil_words
from livefair.live.rules.civility import fold_of, met_in
from livefair.world import words as world

ALIKE = {"a": "аα@4", "e": "еε3", "o": "оο0", "p": "рρ", "c": "с", "x": "хχ", "i": "іι1", "s": "ѕ$5"}
LATIN = st.text(string.ascii_lowercase, min_size=3, max_size=12)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)
ANY = st.text(max_size=120)


@given(LATIN | HAN, ANY, ANY)
def test_a_word_is_met_wherever_it_stands(word, before, after):
    assert met_in(f"{before} , {word} . {after}"[-900:], [fold_of(word)]) or len(before) > 400


@given(LATIN, st.data())
def test_letters_that_look_alike_are_the_same(word, data):
    disguised = "".join(data.draw(st.sampled_from(letter + ALIKE.get(letter, ""))) for letter in word)
    if any(letter in string.ascii_letters for letter in disguised):  # a number is a number
        assert met_in(disguised.upper(), [fold_of(word)])


@given(LATIN, st.sampled_from([" ", ".", "-", " · ", "\u200b", "\u2060 "]))
def test_spaced_out_letters_are_the_same(word, between):
    assert met_in(between.join(word), [fold_of(word)])


@given(HAN, st.sampled_from([" ", "*", "。", "\u200b", "～"]))
def test_signs_between_han_characters_are_looked_through(word, between):
    assert met_in(between.join(word), [fold_of(word)])


@given(LATIN, LATIN)
def test_a_word_within_another_is_not_met(word, more):
    assert not met_in(f"x{word}{more}", [fold_of(word)]) or fold_of(word) in {fold_of(f"x{word}{more}")}


@given(LATIN, st.integers(3, 9))
def test_a_stretched_word_is_the_same(word, times):
    assert met_in(word[:1] + word[1] * times + word[2:], [fold_of(word)])


@given(ANY)
def test_whatever_is_typed_meets_itself(text):
    fold = fold_of(text)
    assert met_in(text, [fold]) == [fold] or not fold
    assert set(met_in(text, uncivil_words())) <= set(uncivil_words())


@pytest.mark.parametrize(
    "text",
    [
        "What class of glass is it? Assess the Scunthorpe mass.",
        "这个垃圾桶好看，滚筒洗衣机能洗吗？",
        "size 38, 5 x 5 cm, a1 b2 c3",
        "shiitake, cocktail, grass, Dickens",
        "妈妈的生日，他妈妈喜欢",
        *(line for lines in world.CHAT.values() for line in lines),
        *(asked for pairs in world.QUESTIONS.values() for asked, _ in pairs),
        *(line for lines in world.COMMENTS.values() for line in lines),
    ],
)
def test_what_people_say_of_goods_is_civil(text):
    assert met_in(text, uncivil_words()) == []


@pytest.mark.parametrize(
    "text",
    [
        "You IDIOT!",
        "i d i o t",
        "ｉｄｉｏｔ",
        "1d10t",
        "іdіоt",
        "stuuuupid",
        "Shut   up.",
        "傻 逼",
        "傻*逼",
        "脑_残",
        "你这个廢物",
    ],
)
def test_what_is_disguised_is_seen(text):
    assert met_in(text, uncivil_words())
