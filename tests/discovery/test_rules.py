"""Words out of texts, and relevance."""

from hypothesis import given
from hypothesis import strategies as st

from livefair.discovery import rules


def test_latin_words_lose_case_width_accents_and_plural() -> None:
    assert rules.words_in("Café MUGS ５００ml") == ["cafe", "mug", "500ml"]


def test_a_han_run_is_found_by_its_words_and_by_every_pair_of_neighbours() -> None:
    words = rules.words_in("珊瑚口红")
    assert {"珊瑚", "口红", "瑚口"} <= set(words)


def test_a_single_character_is_a_word() -> None:
    assert rules.words_in("茶") == ["茶"]


def test_what_a_question_must_have_is_in_every_text_that_contains_it() -> None:
    title = "山野不锈钢保温杯"
    for start in range(len(title)):
        for end in range(start + 2, len(title) + 1):
            assert set(rules.must_words(title[start:end])) <= set(rules.words_in(title))


@given(st.text(max_size=200))
def test_any_text_gives_words_that_are_plain_bounded_and_safe_to_ask_with(text: str) -> None:
    for word in rules.words_in(text):
        assert word
        assert len(word) <= max(rules.WORD_CHARS_MAX, 200)
        assert not set(word) & set("\"' \t\n%*():^-+")
    assert len(rules.question_words(text)) <= rules.QUESTION_WORDS_MAX


def test_a_title_counts_more_than_a_description_and_a_rare_word_more_than_a_common_one() -> None:
    docs = {"mug": 90, "celadon": 2}
    words = ["mug", "celadon"]

    def score(title: str, more: str, popularity: int = 0) -> float:
        stored = rules.document([title], [more])
        return rules.score(words, stored, docs=docs, documents=100, popularity=popularity)

    assert score("celadon", "") > score("mug", "")
    assert score("mug", "") > score("cup", "mug")
    assert score("mug", "", popularity=50) > score("mug", "")
    assert score("hat", "wool") == 0
