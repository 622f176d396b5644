"""When applications are over: a lot decides who is supported and who is held out; at the end the rest goes back."""

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.content.events import ProgrammeClosed, ProgrammeDrawn
from livefair.content.models import PROGRAMME, PROGRAMME_MEMBER
from livefair.content.programmes import PROGRAMME_COLUMNS, Programme, move, purse_of
from livefair.content.rules import creators as rules
from livefair.kernel import HOUR_MS, SYSTEM, Actor, WriteTx, change, cron, query
from livefair.kernel.ids import secret_token
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.removals import is_here

AT_ONCE_MAX = 50
_p, _m = PROGRAMME.c, PROGRAMME_MEMBER.c
_programme = select(*PROGRAMME_COLUMNS)
_DUE = query(
    Programme,
    _programme.where(_p.apply_until_ms <= bindparam("now"), _p.drawn_at_ms.is_(None), _p.closed_at_ms.is_(None))
    .order_by(_p.apply_until_ms, _p.id)
    .limit(AT_ONCE_MAX),
)
_OVER = query(
    Programme,
    _programme.where(_p.ends_at_ms <= bindparam("now"), _p.drawn_at_ms.is_not(None), _p.closed_at_ms.is_(None))
    .order_by(_p.ends_at_ms, _p.id)
    .limit(AT_ONCE_MAX),
)
_APPLICANTS = query(
    str,
    select(_m.person_id)
    .where(_m.programme_id == bindparam("one"), is_here(_m.person_id))
    .order_by(_m.person_id)
    .limit(rules.APPLICANTS_MAX),
)
# One statement decides that it is drawn once, and that no more is paid than there is.
_DRAW = change(
    update(PROGRAMME)
    .where(
        _p.id == bindparam("one"),
        _p.drawn_at_ms.is_(None),
        _p.closed_at_ms.is_(None),
        _p.paid_minor + bindparam("n") <= _p.budget_minor,
    )
    .values(seed=bindparam("new_seed"), drawn_at_ms=bindparam("now"), paid_minor=_p.paid_minor + bindparam("n"))
)
_ASSIGN = change(
    update(PROGRAMME_MEMBER)
    .where(_m.programme_id == bindparam("one"), _m.person_id == bindparam("who"))
    .values(arm=bindparam("which"), paid_minor=bindparam("n"), quota_left=bindparam("q"))
)
_CLOSE = change(
    update(PROGRAMME).where(_p.id == bindparam("one"), _p.closed_at_ms.is_(None)).values(closed_at_ms=bindparam("now"))
)


@cron(every_ms=HOUR_MS)
def draw_programmes(tx: WriteTx, actor: Actor) -> None:
    """Draw what is due, close what is over."""
    for programme in tx.all(_DUE, now=tx.now_ms):
        draw(tx, actor, programme)
    for programme in tx.all(_OVER, now=tx.now_ms):
        close(tx, actor, programme)


def draw(tx: WriteTx, actor: Actor, programme: Programme) -> None:
    """By the seed of this moment, among those who are still here: neither removed nor suspended.

    Of fewer than four nothing could be learned: it is closed instead.
    """
    applicants = tx.all(_APPLICANTS, one=programme.id)
    if len(applicants) < rules.APPLICANTS_MIN:
        close(tx, actor, programme)
        return
    seed = secret_token()
    arms = rules.arms_of(applicants, seed, seats=programme.seats, holdout_percent=programme.holdout_percent)
    treated = sorted(one for one, arm in arms.items() if arm == rules.TREATED)
    paid_minor = programme.per_head_minor * len(treated)
    if not tx.change(_DRAW, one=programme.id, new_seed=seed, now=tx.now_ms, n=paid_minor):
        return
    for person_id, arm in sorted(arms.items()):
        _assign(tx, programme, person_id, arm)
    parts = [(person_id, programme.per_head_minor) for person_id in treated]
    key = f"programme_paid:{programme.id}"
    ledger.hand_over(tx, purse_of(programme), parts, reason="programme_paid", key=key)
    tx.announce(
        ProgrammeDrawn(
            programme_id=programme.id,
            seed=seed,
            treated_ids=treated,
            holdout_ids=sorted(arms.keys() - set(treated)),
            paid_minor=paid_minor,
            currency=programme.currency,
        )
    )


def close(tx: WriteTx, actor: Actor, programme: Programme) -> None:
    if not tx.change(_CLOSE, one=programme.id, now=tx.now_ms):
        return
    left_minor = programme.budget_minor - programme.paid_minor
    move(tx, programme, -left_minor, "programme_rest")
    tx.announce(ProgrammeClosed(programme_id=programme.id, returned_minor=left_minor, currency=programme.currency))


def _assign(tx: WriteTx, programme: Programme, person_id: str, arm: str) -> None:
    is_treated = arm == rules.TREATED
    minor, quota = (programme.per_head_minor, programme.quota) if is_treated else (0, 0)
    tx.change(_ASSIGN, one=programme.id, who=person_id, which=arm, n=minor, q=quota)
    code = "programme_seat" if is_treated else "programme_no_seat"
    note = DeviceNote(code, {"name": programme.name}, "/studio/programmes", f"programme:{programme.id}")
    leave_note(tx, SYSTEM, person_id, note)
