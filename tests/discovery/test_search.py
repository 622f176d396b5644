"""Finding things by their words, on both engines."""

import pytest
from sqlalchemy import func, select

from livefair import discovery
from livefair.discovery import find
from livefair.discovery.models import SEARCH_DOC, SEARCH_WORD
from livefair.kernel import SYSTEM, Actor, Database, ReadTx, WriteTx, query

KINDS = ("thing", "person")
GOODS = {
    "cup": ("山野保温杯", "Mountain thermos cup", "316 不锈钢"),
    "mug": ("柿红圆肚杯", "Persimmon mug", "handmade stoneware"),
    "lip": ("珊瑚口红", "Coral lipstick", "matte, does not smudge"),
    "shoe": ("夜行训练鞋", "Night trainer", "238 g"),
}


def put(tx: WriteTx, actor: Actor, item: str, *texts: str) -> None:
    discovery.index(tx, "thing", item, title=texts[:2], more=texts[2:])


@pytest.fixture
def shelf(db: Database) -> Database:
    for item, texts in GOODS.items():
        db.write_now(put, SYSTEM, item, *texts)
    return db


def found(db: Database, question: str) -> list[str]:
    return [hit.item for hit in db.read_now(find, question, kinds=KINDS).hits]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("口红", "lip"),
        ("保温杯", "cup"),
        ("persimmon mugs", "mug"),
        ("MUG", "mug"),
        ("圆肚", "mug"),
        ("stoneware", "mug"),
    ],
)
def test_a_thing_is_found_by_words_in_both_languages(shelf: Database, question: str, best: str) -> None:
    assert found(shelf, question)[0] == best


def test_what_has_all_words_comes_first_and_what_has_some_follows(shelf: Database) -> None:
    assert found(shelf, "coral mug") == ["lip", "mug"] or found(shelf, "coral mug") == ["mug", "lip"]
    assert not shelf.read_now(find, "coral mug", kinds=KINDS).is_exact
    assert shelf.read_now(find, "珊瑚口红", kinds=KINDS).hits[0].item == "lip"


@pytest.mark.parametrize(
    "question", ["", "   ", '"', "' OR 1=1 --", "AND OR NOT", "*", "a" * 5_000, "\x00", "🛒", "((("]
)
def test_no_question_is_an_error(shelf: Database, question: str) -> None:
    found(shelf, question)


def test_what_is_changed_is_found_by_its_new_words_only(shelf: Database) -> None:
    shelf.write_now(put, SYSTEM, "lip", "丝绒唇釉", "Velvet lip glaze", "")
    assert found(shelf, "口红") == []
    assert found(shelf, "唇釉") == ["lip"]


def test_what_is_forgotten_is_not_found_and_counts_no_more(shelf: Database) -> None:
    shelf.write_now(lambda tx, actor: discovery.forget(tx, "thing", "lip"), SYSTEM)
    assert found(shelf, "口红") == []
    assert shelf.read_now(miscounted) == []


def test_the_more_popular_of_equals_comes_first(shelf: Database) -> None:
    shelf.write_now(put, SYSTEM, "mug2", *GOODS["mug"])
    shelf.write_now(lambda tx, actor: discovery.add_popularity(tx, "thing", "mug2", 30), SYSTEM)
    assert found(shelf, "persimmon") == ["mug2", "mug"]


def test_only_the_kinds_asked_for_are_found(shelf: Database) -> None:
    assert shelf.read_now(find, "mug", kinds=("person",)).hits == []


def miscounted(tx: ReadTx) -> list[str]:
    """Words of which more or fewer things are counted than have them."""
    stored = tx.all(query(str, select(SEARCH_DOC.c.words)))
    counted = dict(tx.all(query(lambda word, docs: (word, docs), select(SEARCH_WORD.c.word, SEARCH_WORD.c.docs))))
    return [word for word, docs in counted.items() if docs != sum(word in set(text.split()) for text in stored)]


def test_words_are_counted_exactly_through_any_changes(shelf: Database) -> None:
    for step in range(12):
        shelf.write_now(put, SYSTEM, f"x{step % 4}", f"口红 {step}", "coral", "again " * (step % 3))
    shelf.write_now(lambda tx, actor: discovery.forget(tx, "thing", "x1"), SYSTEM)
    assert shelf.read_now(miscounted) == []
    assert shelf.read_now(lambda tx: tx.value(query(int, select(func.count()).select_from(SEARCH_DOC)))) == 7
