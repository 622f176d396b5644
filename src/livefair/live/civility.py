"""Words that a room does not want, and asking somebody to think again before an uncivil line.

The two are different things. What stands in the room's own list is refused, and the refusal says so. What is only
uncivil is never refused: whoever wrote it is asked once, before it is sent, and then it is as they choose.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from sqlalchemy import bindparam, case, delete, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require_valid
from livefair.live.events_of_talk import NudgeAnswered, PersonNudged, WordsSet
from livefair.live.models.talk import NUDGE, NUDGE_CHOICES, WORD
from livefair.live.on_air import on_air_for
from livefair.live.rooms import may_moderate, room_for, room_to_moderate
from livefair.live.rules import civility as rules
from livefair.people import clean_line

SAID_CHARS_MAX = 80


class Civility(NamedTuple):
    """How often somebody was asked to think again in a show, and what they chose; the rest went away."""

    nudged: int
    sent: int
    rewritten: int
    dropped: int


class _Word(NamedTuple):
    fold: str
    word: str


class _Nudge(NamedTuple):
    id: str
    room_id: str
    show_id: str
    person_id: str


_WORDS = query(_Word, select(WORD.c.fold, WORD.c.word).where(WORD.c.room_id == bindparam("room")).order_by(WORD.c.word))
_FORGET = change(delete(WORD).where(WORD.c.room_id == bindparam("room"), WORD.c.fold == bindparam("old")))
_NUDGE = query(_Nudge, select(*(NUDGE.c[name] for name in _Nudge._fields)).where(NUDGE.c.id == bindparam("nudge")))
_CHOOSE = change(
    update(NUDGE)
    .where(NUDGE.c.id == bindparam("nudge"), NUDGE.c.choice.is_(None))
    .values(choice=bindparam("what"), chosen_at_ms=bindparam("now"), said=bindparam("as_said"))
)
_SAID = query(str, select(NUDGE.c.said).where(NUDGE.c.id == bindparam("nudge"), NUDGE.c.said.is_not(None)))


def _times(choice: str) -> object:
    return func.coalesce(func.sum(case((NUDGE.c.choice == choice, 1), else_=0)), 0)


_CIVILITY = query(
    Civility,
    select(func.count(), *(_times(choice) for choice in NUDGE_CHOICES))
    .select_from(NUDGE)
    .where(NUDGE.c.show_id == bindparam("show")),
)


def set_words(tx: WriteTx, actor: Actor, room_id: str, words: list[str]) -> list[str]:
    """The words that the room does not want, in place of those before, and as they are kept.

    Invalid: too_many_words, word_without_letters, too_long.
    """
    room_to_moderate(tx, actor, room_id)
    wanted: dict[str, str] = {}
    for text in words:
        word = clean_line(text, limit=rules.WORD_CHARS_MAX, field="words")
        fold = rules.fold_of(word)
        require_valid(bool(fold), "word_without_letters", field="words", word=word)
        wanted.setdefault(fold, word)
    require_valid(len(wanted) <= rules.WORDS_MAX, "too_many_words", field="words", limit=rules.WORDS_MAX)
    known = {each.fold for each in tx.all(_WORDS, room=room_id)}
    for fold in known - set(wanted):
        tx.change(_FORGET, room=room_id, old=fold)
    new = [fold for fold in wanted if fold not in known]
    for fold in new:
        tx.insert_new(WORD, room_id=room_id, fold=fold, word=wanted[fold], added_by=actor.id, added_at_ms=tx.now_ms)
    if set(wanted) != known:
        gone = len(known - set(wanted))
        tx.announce(WordsSet(room_id=room_id, set_by=actor.id, words=len(wanted), added=len(new), removed=gone))
    return [each.word for each in tx.all(_WORDS, room=room_id)]


def words_of(tx: ReadTx, actor: Actor, room_id: str) -> list[str]:
    """For those who moderate."""
    room_to_moderate(tx, actor, room_id)
    return [each.word for each in tx.all(_WORDS, room=room_id)]


def weigh(tx: ReadTx, actor: Actor, room_id: str, text: str) -> list[str]:
    """The uncivil words that a text holds. Refusal: word_unwanted (word), for those who do not moderate here."""
    unwanted = {each.fold: each.word for each in tx.all(_WORDS, room=room_id)}
    met = rules.met_in(text, unwanted)
    if met and not may_moderate(tx, actor, room_for(tx, actor, room_id)):
        raise Conflict("word_unwanted", field="text", word=unwanted[met[0]])
    return [uncivil_words()[fold] for fold in rules.met_in(text, uncivil_words())]


def nudge(tx: WriteTx, actor: Actor, room_id: str) -> str:
    """Note that somebody is asked to think again; returns the id under which they say what they chose."""
    show = on_air_for(tx, actor, room_id).show
    nudge_id = tx.new_id()
    tx.insert(
        NUDGE, id=nudge_id, room_id=room_id, show_id=show.id, person_id=actor.id, nudged_at_ms=tx.now_ms, choice=None
    )
    tx.announce(PersonNudged(room_id=room_id, show_id=show.id, nudge_id=nudge_id, person_id=actor.id))
    return nudge_id


def answer_nudge(tx: WriteTx, actor: Actor, nudge_id: str, *, room_id: str, choice: str, said: str = "") -> bool:
    """What they chose. False: nobody was asked this, it was in another room, or it was answered with something else.

    `said` names what is sent after all, so that the same sent again passes again.
    """
    require_valid(choice in NUDGE_CHOICES, "bad_value", field="choice")
    asked = tx.one(_NUDGE, nudge=nudge_id)
    if asked is None or asked.person_id != actor.id or asked.room_id != room_id:
        return False
    said = said[:SAID_CHARS_MAX]
    if not tx.change(_CHOOSE, nudge=nudge_id, what=choice, now=tx.now_ms, as_said=said or None):
        return bool(said) and tx.one(_SAID, nudge=nudge_id) == said
    tx.announce(
        NudgeAnswered(room_id=room_id, show_id=asked.show_id, nudge_id=nudge_id, person_id=actor.id, choice=choice)
    )
    return True


def drop_nudged(tx: WriteTx, actor: Actor, room_id: str, nudge_id: str) -> None:
    """Rather say nothing."""
    if not answer_nudge(tx, actor, nudge_id, room_id=room_id, choice="dropped"):
        not_found("nudge")


def civility_of(tx: ReadTx, show_id: str) -> Civility:
    return Civility(*(int(number) for number in tx.one(_CIVILITY, show=show_id) or (0, 0, 0, 0)))


@cache
def uncivil_words() -> dict[str, str]:
    """How a word is compared → the word, of the list that comes with the program."""
    text = (resources.files("livefair.live") / "uncivil.toml").read_text("utf-8")
    return {rules.fold_of(word): word for words in tomllib.loads(text).values() for word in words}
