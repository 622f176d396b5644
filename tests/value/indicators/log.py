"""Facts as domains announce them, with everything that a test does not care about filled in."""

from types import UnionType
from typing import get_args, get_type_hints

from livefair.kernel import DAY_MS, SYSTEM
from livefair.value.indicators import read_one


def made(kind, **values):
    hints = get_type_hints(kind)
    blanks = {name: _blank(hints[name]) for name in kind.__struct_fields__}
    return kind(**(blanks | values))


def log(db, *facts):
    for fact in facts:
        db.write_now(lambda tx, actor, fact=fact: tx.announce(fact), SYSTEM)


def read(db, indicator_id, days=28):
    now = db.clock() + 1
    return db.read_now(read_one, indicator_id, now - days * DAY_MS, now)


def value(db, indicator_id, days=28):
    reading = read(db, indicator_id, days)
    return reading.value, reading.n


def _blank(kind):
    if isinstance(kind, UnionType) and type(None) in get_args(kind):
        return None
    return {int: 0, str: ""}.get(kind, [])
