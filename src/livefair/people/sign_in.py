"""Signing in: tries are counted before the password is looked at; sessions live on the server and can be ended."""

import hashlib
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from livefair.kernel import HOUR_MS, Actor, ReadTx, TooMany, WriteTx, change, cron, not_found, query, secret_token
from livefair.people import rules
from livefair.people.accounts import actor_columns, actor_from
from livefair.people.models import ATTEMPT, PERSON, SESSION

SEEN_MS = HOUR_MS
SESSIONS_LISTED_MAX = 50


class Credentials(NamedTuple):
    person_id: str
    password_hash: str


class Session(NamedTuple):
    id: str
    person_id: str
    agent: str
    address: str
    opened_at_ms: int
    seen_at_ms: int


class SignedIn(NamedTuple):
    session: Session
    actor: Actor
    name: str
    locale: str | None
    avatar_key: str | None
    removing_case_id: str | None


_CREDENTIALS = query(
    Credentials,
    select(PERSON.c.id, PERSON.c.password_hash).where(
        PERSON.c.email == bindparam("mail"), PERSON.c.closed_at_ms.is_(None)
    ),
)
_TRIES = query(
    lambda started, count: (started, count),
    select(ATTEMPT.c.window_started_at_ms, ATTEMPT.c.count).where(ATTEMPT.c.key == bindparam("of")),
)
_COUNT_TRY = change(update(ATTEMPT).where(ATTEMPT.c.key == bindparam("of")).values(count=ATTEMPT.c.count + 1))
_NEW_WINDOW = change(
    update(ATTEMPT).where(ATTEMPT.c.key == bindparam("of")).values(window_started_at_ms=bindparam("now"), count=1)
)
_FORGET_TRIES = change(delete(ATTEMPT).where(ATTEMPT.c.key == bindparam("of")))
_FORGET_OLD_TRIES = change(delete(ATTEMPT).where(ATTEMPT.c.window_started_at_ms < bindparam("before")))

_COLUMNS = [getattr(SESSION.c, field) for field in Session._fields]
_live = (SESSION.c.ended_at_ms.is_(None), SESSION.c.expires_at_ms > bindparam("now"))
_BY_TOKEN = query(
    lambda *found: SignedIn(
        session := Session(*found[: len(_COLUMNS)]),
        actor_from(session.person_id, *found[len(_COLUMNS) : len(_COLUMNS) + 2]),
        *found[len(_COLUMNS) + 2 :],
    ),
    select(
        *_COLUMNS,
        *actor_columns(SESSION.c.person_id),
        PERSON.c.name,
        PERSON.c.locale,
        PERSON.c.avatar_key,
        PERSON.c.hidden_case_id,
    )
    .join_from(SESSION, PERSON, PERSON.c.id == SESSION.c.person_id)
    .where(SESSION.c.token_hash == bindparam("hash"), *_live, PERSON.c.closed_at_ms.is_(None)),
)
_MINE = query(
    Session,
    select(*_COLUMNS)
    .where(SESSION.c.person_id == bindparam("person"), *_live)
    .order_by(SESSION.c.seen_at_ms.desc())
    .limit(SESSIONS_LISTED_MAX),
)
_OPEN = query(str, select(PERSON.c.id).where(PERSON.c.id == bindparam("person"), PERSON.c.closed_at_ms.is_(None)))
_END = change(
    update(SESSION)
    .where(
        SESSION.c.id == bindparam("one"), SESSION.c.person_id == bindparam("person"), SESSION.c.ended_at_ms.is_(None)
    )
    .values(ended_at_ms=bindparam("now"))
)
_END_OTHERS = change(
    update(SESSION)
    .where(
        SESSION.c.id != bindparam("one"), SESSION.c.person_id == bindparam("person"), SESSION.c.ended_at_ms.is_(None)
    )
    .values(ended_at_ms=bindparam("now"))
)
_SEEN = change(
    update(SESSION)
    .where(SESSION.c.id == bindparam("one"))
    .values(seen_at_ms=bindparam("now"), expires_at_ms=bindparam("until"))
)


def begin_sign_in(tx: WriteTx, actor: Actor, *, email: str, address: str) -> Credentials | None:
    """Count this try; returns what to verify the password against, in a thread. TooMany: try again later."""
    email = email.strip().lower()[: rules.EMAIL_CHARS_MAX]
    count_try(tx, f"account:{email}", rules.ATTEMPTS_PER_ACCOUNT)
    count_try(tx, f"address:{address}", rules.ATTEMPTS_PER_ADDRESS)
    return tx.one(_CREDENTIALS, mail=email)


def open_session(tx: WriteTx, actor: Actor, person_id: str, *, agent: str, address: str) -> str:
    """After the password was found right. Returns the token for the cookie; only its hash is kept."""
    token = secret_token()
    if tx.one(_OPEN, person=person_id) is None:
        not_found("person")
    tx.insert(
        SESSION,
        id=tx.new_id(),
        token_hash=hash_token(token),
        person_id=person_id,
        agent=rules.clean_text(agent[:200], limit=200, field="agent"),
        address=address[:64],
        opened_at_ms=tx.now_ms,
        seen_at_ms=tx.now_ms,
        expires_at_ms=tx.now_ms + rules.SESSION_MS,
    )
    return token


def forget_tries(tx: WriteTx, actor: Actor, *, email: str) -> None:
    tx.change(_FORGET_TRIES, of=f"account:{email.strip().lower()}")


def end_session(tx: WriteTx, actor: Actor, session_id: str) -> None:
    """Sign out, here or on another device of the same person."""
    if not tx.change(_END, one=session_id, person=actor.id, now=tx.now_ms):
        not_found("session")


def end_other_sessions(tx: WriteTx, actor: Actor, session_id: str) -> int:
    return tx.change(_END_OTHERS, one=session_id, person=actor.id, now=tx.now_ms)


def see_session(tx: WriteTx, actor: Actor, session_id: str) -> None:
    tx.change(_SEEN, one=session_id, now=tx.now_ms, until=tx.now_ms + rules.SESSION_MS)


def signed_in_by(tx: ReadTx, token: str) -> SignedIn | None:
    """Who holds this cookie's token now, with the roles they have now."""
    return tx.one(_BY_TOKEN, hash=hash_token(token), now=tx.now_ms)


def is_due_to_be_seen(session: Session, now_ms: int) -> bool:
    return now_ms - session.seen_at_ms > SEEN_MS


def sessions_of(tx: ReadTx, actor: Actor) -> list[Session]:
    return tx.all(_MINE, person=actor.id, now=tx.now_ms)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def count_try(tx: WriteTx, key: str, limit: int) -> None:
    if tx.insert_new(ATTEMPT, key=key, window_started_at_ms=tx.now_ms, count=1):
        return
    started_at_ms, count = tx.value(_TRIES, of=key)
    if rules.window_over(started_at_ms=started_at_ms, now_ms=tx.now_ms):
        tx.change(_NEW_WINDOW, of=key, now=tx.now_ms)
    elif count >= limit:
        seconds = (started_at_ms + rules.ATTEMPT_WINDOW_MS - tx.now_ms) // 1000
        raise TooMany("too_many_tries", seconds=seconds)
    else:
        tx.change(_COUNT_TRY, of=key)


@cron(every_ms=HOUR_MS)
def forget_old_tries(tx: WriteTx, actor: Actor) -> None:
    tx.change(_FORGET_OLD_TRIES, before=tx.now_ms - 2 * rules.ATTEMPT_WINDOW_MS)
