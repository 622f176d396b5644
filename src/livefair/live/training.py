"""Training: the quizzes that an agency wants a host of its roster to pass; passed is what the quiz says."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from livefair.kernel import SYSTEM, Actor, ReadTx, TooMany, WriteTx, change, not_found, query, require_valid
from livefair.live.briefs import PAGE, agency_of, require_on_roster
from livefair.live.events_of_briefs import TrainingDropped, TrainingSet
from livefair.live.knowledge import passed_at_ms, subject_called
from livefair.live.models.briefs import TRAINING
from livefair.live.rules import briefs as rules
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

SHOWN_MAX = 500


class Training(NamedTuple):
    """`passed_at_ms`: when the host passed the quiz of today; None: not yet, or too long ago."""

    mcn_id: str
    host_id: str
    category: str
    due_at_ms: int
    passed_at_ms: int | None


_COLUMNS = [TRAINING.c[field] for field in Training._fields[:-1]]
_listed = select(*_COLUMNS).order_by(TRAINING.c.due_at_ms, TRAINING.c.host_id, TRAINING.c.category).limit(SHOWN_MAX)
_OF_MCN = query(lambda *row: row, _listed.where(TRAINING.c.mcn_id == bindparam("mcn")))
_OF_HOST = query(lambda *row: row, _listed.where(TRAINING.c.host_id == bindparam("host")))
_COUNT = query(int, select(func.count()).select_from(TRAINING).where(TRAINING.c.mcn_id == bindparam("mcn")))
_DROP = change(
    delete(TRAINING).where(
        TRAINING.c.mcn_id == bindparam("mcn"),
        TRAINING.c.host_id == bindparam("host"),
        TRAINING.c.category == bindparam("kind"),
    )
)


def set_training(tx: WriteTx, actor: Actor, host_id: str, category: str, *, due_at_ms: int) -> None:
    """Ask a host to pass the quiz on a kind of goods, once. Invalid: not_on_roster, due_day."""
    mcn_id = agency_of(actor)
    subject_called(category)
    require_on_roster(tx, mcn_id, host_id)
    require_valid(rules.is_day_to_come(due_at_ms, now_ms=tx.now_ms), "due_day", field="due_on")
    if tx.value(_COUNT, mcn=mcn_id) >= SHOWN_MAX:
        raise TooMany("too_many_briefs", limit=SHOWN_MAX)
    is_new = tx.insert_new(
        TRAINING,
        mcn_id=mcn_id,
        host_id=host_id,
        category=category,
        due_at_ms=due_at_ms,
        set_by=actor.id,
        set_at_ms=tx.now_ms,
    )
    if is_new:
        tx.announce(TrainingSet(mcn_id=mcn_id, host_id=host_id, category=category, due_at_ms=due_at_ms))
        leave_note(tx, SYSTEM, host_id, DeviceNote("training_set", {}, PAGE, f"training:{mcn_id}:{category}"))


def drop_training(tx: WriteTx, actor: Actor, host_id: str, category: str) -> None:
    mcn_id = agency_of(actor)
    if not tx.change(_DROP, mcn=mcn_id, host=host_id, kind=category):
        not_found("training")
    tx.announce(TrainingDropped(mcn_id=mcn_id, host_id=host_id, category=category))


def training_of_mcn(tx: ReadTx, mcn_id: str) -> list[Training]:
    """The first due first."""
    return [_with_pass(tx, row) for row in tx.all(_OF_MCN, mcn=mcn_id)]


def training_of_host(tx: ReadTx, host_id: str) -> list[Training]:
    return [_with_pass(tx, row) for row in tx.all(_OF_HOST, host=host_id)]


def _with_pass(tx: ReadTx, row: tuple[str, str, str, int]) -> Training:
    _, host_id, category, _ = row
    return Training(*row, passed_at_ms(tx, host_id, category))
