"""Asking for a study, estimating it beside the program, and keeping what came of it. Weekly, or when asked."""

import asyncio
import os
import secrets
import sys
from asyncio.subprocess import PIPE

import msgspec
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    DAY_MS,
    MINUTE_MS,
    SYSTEM,
    Actor,
    Conflict,
    Invalid,
    JobContext,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    cron,
    long_job,
    query,
    require,
)
from livefair.value.faults import Fault
from livefair.value.models import STUDY
from livefair.value.studies.customers import MODELS, model_of, model_text_of
from livefair.value.studies.estimating import KINDS, Answer, Kind, Request, Why
from livefair.value.studies.extracts import Extract, Seen, extract, require_people
from livefair.value.studies.queries import Study, latest_result, may_study, study_called

WEEK_MS = 7 * DAY_MS
LIMIT_MS = 10 * MINUTE_MS
WAIT_S = 480
SEED = 1
DRAWS: dict[Kind, int] = {"paths": 2_000, "perceptions": 2_000, "attribution": 200, "retention": 0}
VERSIONS: dict[Kind, int] = {
    "paths": model_of("paths").version,
    "perceptions": model_of("perceptions").version,
    "attribution": 1,
    "retention": 1,
}
STUDIES_A_DAY_MAX = 50

_ASKED = query(
    int,
    select(func.count()).select_from(STUDY).where(STUDY.c.asked_by != "system", STUDY.c.asked_at_ms > bindparam("day")),
)
_WAITING = query(
    int,
    select(func.count())
    .select_from(STUDY)
    .where(
        STUDY.c.kind == bindparam("kind"),
        STUDY.c.finished_at_ms.is_(None),
        STUDY.c.asked_at_ms > bindparam("since"),
    ),
)
_FINISH = change(
    update(STUDY)
    .where(STUDY.c.id == bindparam("study"), STUDY.c.finished_at_ms.is_(None))
    .values(
        finished_at_ms=bindparam("at"),
        row_count=bindparam("rows"),
        people_count=bindparam("people"),
        seen=bindparam("seen"),
        result=bindparam("result"),
        why=bindparam("why"),
    )
)


def ask_for_study(tx: WriteTx, actor: Actor, kind: str) -> str:
    """Have a study made of what is known now; its id. Invalid unknown_study, Conflict study_runs, TooMany."""
    may_study(actor)
    known = known_kind(kind)
    if tx.value(_WAITING, kind=known, since=tx.now_ms - 2 * LIMIT_MS):
        raise Conflict("study_runs")
    if tx.value(_ASKED, day=tx.now_ms - DAY_MS) >= STUDIES_A_DAY_MAX:
        raise TooMany("too_many_studies")
    return _ask(tx, actor, known)


def known_kind(kind: str) -> Kind:
    for known in KINDS:
        if known == kind:
            return known
    raise Invalid("unknown_study")


@cron(every_ms=WEEK_MS)
def study_every_week(tx: WriteTx, actor: Actor) -> None:
    for kind in KINDS:
        _ask(tx, SYSTEM, kind)


def _ask(tx: WriteTx, actor: Actor, kind: Kind) -> str:
    study_id = tx.new_id()
    tx.insert(
        STUDY,
        id=study_id,
        kind=kind,
        version=VERSIONS[kind],
        to_at_ms=tx.now_ms + 1,
        seed=SEED,
        draws=DRAWS[kind],
        salt=secrets.token_hex(16),
        asked_at_ms=tx.now_ms,
        asked_by=actor.id,
    )
    tx.later(make_study, key=f"study:{study_id}", study_id=study_id)
    return study_id


@long_job(limit_ms=LIMIT_MS)
async def make_study(ctx: JobContext, *, study_id: str) -> None:
    """Gather, estimate in a process of its own, keep. Done twice it gives the same."""
    study = await ctx.db.analyse(study_called, study_id)
    if study.finished_at_ms is not None:
        return
    found, before = await ctx.db.analyse(_gathered, study)
    try:
        require_people(found.seen)
        answer = await estimated(_request(study, found, before))
    except Fault as fault:
        answer = Answer(None, Why(fault.code, fault.params))
    await ctx.db.write(keep_answer, SYSTEM, study_id, found.seen, answer)


def _gathered(tx: ReadTx, study: Study) -> tuple[Extract, Study | None]:
    return extract(tx, study.kind, study.to_at_ms, study.salt), latest_result(tx, study.kind, study.version)


def _request(study: Study, found: Extract, before: Study | None) -> Request:
    is_model = study.kind in MODELS
    return Request(
        kind=study.kind,
        data=found.csv(),
        seed=study.seed,
        draws=study.draws,
        model=model_text_of(study.kind) if is_model else "",
        before=before.result if is_model and before else None,
    )


async def estimated(request: Request) -> Answer:
    """The answer of a child. Fault: it took too long, or broke."""
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "livefair.value.studies",
        stdin=PIPE,
        stdout=PIPE,
        env={"PATH": os.environ.get("PATH", ""), **quiet},
    )
    try:
        async with asyncio.timeout(WAIT_S):
            said, _ = await child.communicate(msgspec.json.encode(request))
        return msgspec.json.decode(said, type=Answer)
    except TimeoutError as error:
        raise Fault("study_too_long", most=WAIT_S) from error
    except msgspec.MsgspecError as error:
        raise Fault("study_broke", status=child.returncode or 0) from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def keep_answer(tx: WriteTx, actor: Actor, study_id: str, seen: Seen, answer: Answer) -> None:
    require(actor == SYSTEM, "operators_only")
    tx.change(
        _FINISH,
        study=study_id,
        at=tx.now_ms,
        rows=seen.rows,
        people=seen.people,
        seen=msgspec.json.encode(seen).decode(),
        result=answer.result,
        why=None if answer.why is None else msgspec.json.encode(answer.why).decode(),
    )
