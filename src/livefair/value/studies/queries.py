"""Studies as researchers and operators read them, and the data behind each."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from livefair.kernel import Actor, ReadTx, not_found, query, require
from livefair.value.faults import Fault
from livefair.value.models import STUDY
from livefair.value.studies.estimating import Kind, Why
from livefair.value.studies.extracts import Extract, Seen, extract, require_people


class Study(NamedTuple):
    """`result` (JSON) or `why` there is none, once `finished_at_ms` is set. `salt` is a secret."""

    id: str
    kind: Kind
    version: int
    to_at_ms: int
    seed: int
    draws: int
    salt: str
    asked_at_ms: int
    finished_at_ms: int | None
    row_count: int | None
    people_count: int | None
    seen: str | None
    result: str | None
    why: str | None

    def behind(self) -> Seen | None:
        return msgspec.json.decode(self.seen, type=Seen) if self.seen else None

    def fault(self) -> Fault | None:
        return msgspec.json.decode(self.why, type=Why).fault() if self.why else None


_ALL = select(*(STUDY.c[name] for name in Study._fields))
_ONE = query(Study, _ALL.where(STUDY.c.id == bindparam("study")))
_LATEST = query(
    Study,
    _ALL.where(STUDY.c.kind == bindparam("kind")).order_by(STUDY.c.asked_at_ms.desc(), STUDY.c.id.desc()).limit(1),
)
_LATEST_RESULT = query(
    Study,
    _ALL.where(STUDY.c.kind == bindparam("kind"), STUDY.c.version == bindparam("number"), STUDY.c.result.is_not(None))
    .order_by(STUDY.c.asked_at_ms.desc(), STUDY.c.id.desc())
    .limit(1),
)
_LATEST_FINISHED = query(
    Study,
    _ALL.where(STUDY.c.kind == bindparam("kind"), STUDY.c.finished_at_ms.is_not(None))
    .order_by(STUDY.c.asked_at_ms.desc(), STUDY.c.id.desc())
    .limit(1),
)


class Latest(NamedTuple):
    """`newest` was asked for last and may be waiting; `finished` is the last that has an answer."""

    newest: Study | None
    finished: Study | None

    @property
    def is_waiting(self) -> bool:
        return self.newest is not None and self.newest.finished_at_ms is None


def may_study(actor: Actor) -> None:
    require(actor.has("researcher") or actor.has("operator"), "researchers_only")


def latest_study(tx: ReadTx, actor: Actor, kind: Kind) -> Latest:
    may_study(actor)
    return Latest(tx.one(_LATEST, kind=kind), tx.one(_LATEST_FINISHED, kind=kind))


def study_called(tx: ReadTx, study_id: str) -> Study:
    return tx.one(_ONE, study=study_id) or not_found("study")


def latest_result(tx: ReadTx, kind: Kind, version: int) -> Study | None:
    return tx.one(_LATEST_RESULT, kind=kind, number=version)


def data_of(tx: ReadTx, actor: Actor, kind: Kind) -> Extract | None:
    """The rows of the last finished study, without those who withdrew since; None when there is no study.

    Raises Fault when too few people are left.
    """
    study = latest_study(tx, actor, kind).finished
    if study is None:
        return None
    found = extract(tx, kind, study.to_at_ms, study.salt)
    require_people(found.seen)
    return found
