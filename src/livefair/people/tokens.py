"""Personal access tokens for the JSON API: shown once, kept as a hash, dated, revocable."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.people import rules
from livefair.people.accounts import actor_columns, actor_from
from livefair.people.models import ACCESS_TOKEN, PERSON
from livefair.people.sign_in import hash_token

PREFIX = "lf_"


class AccessToken(NamedTuple):
    id: str
    name: str
    scopes: str
    made_at_ms: int
    expires_at_ms: int


class Holder(NamedTuple):
    """Whose token it is, what it may be used for, and the case by which moderators removed them, if they did."""

    actor: Actor
    scopes: str
    removing_case_id: str | None


_live = (ACCESS_TOKEN.c.revoked_at_ms.is_(None), ACCESS_TOKEN.c.expires_at_ms > bindparam("now"))
_MINE = query(
    AccessToken,
    select(*(getattr(ACCESS_TOKEN.c, field) for field in AccessToken._fields))
    .where(ACCESS_TOKEN.c.person_id == bindparam("person"), *_live)
    .order_by(ACCESS_TOKEN.c.made_at_ms.desc()),
)
_HOLDER = query(
    lambda person_id, roles, organisation_id, scopes, removing_case_id: Holder(
        actor_from(person_id, roles, organisation_id), scopes, removing_case_id
    ),
    select(
        ACCESS_TOKEN.c.person_id,
        *actor_columns(ACCESS_TOKEN.c.person_id),
        ACCESS_TOKEN.c.scopes,
        PERSON.c.hidden_case_id,
    )
    .join_from(ACCESS_TOKEN, PERSON, PERSON.c.id == ACCESS_TOKEN.c.person_id)
    .where(ACCESS_TOKEN.c.token_hash == bindparam("hash"), *_live, PERSON.c.closed_at_ms.is_(None)),
)
_REVOKE = change(
    update(ACCESS_TOKEN)
    .where(
        ACCESS_TOKEN.c.id == bindparam("one"),
        ACCESS_TOKEN.c.person_id == bindparam("person"),
        ACCESS_TOKEN.c.revoked_at_ms.is_(None),
    )
    .values(revoked_at_ms=bindparam("now"))
)


def make_token(tx: WriteTx, actor: Actor, *, name: str, scopes: Collection[str] = ()) -> str:
    """Returns the token itself, which cannot be read again. `scopes`: of rules.TOKEN_SCOPES; none: all of them."""
    require(not actor.is_guest, "sign_in_first")
    require_valid(set(scopes) <= set(rules.TOKEN_SCOPES), "unknown_scope", field="scopes")
    if len(tokens_of(tx, actor)) >= rules.TOKENS_MAX:
        raise Conflict("too_many_tokens", limit=rules.TOKENS_MAX)
    token = PREFIX + secret_token()
    tx.insert(
        ACCESS_TOKEN,
        id=tx.new_id(),
        token_hash=hash_token(token),
        person_id=actor.id,
        name=rules.clean_line(name, limit=60, field="name"),
        scopes=" ".join(scope for scope in rules.TOKEN_SCOPES if scope in scopes) or rules.ALL_SCOPES,
        made_at_ms=tx.now_ms,
        expires_at_ms=tx.now_ms + rules.TOKEN_MS_MAX,
    )
    return token


def revoke_token(tx: WriteTx, actor: Actor, token_id: str) -> None:
    if not tx.change(_REVOKE, one=token_id, person=actor.id, now=tx.now_ms):
        not_found("token")


def tokens_of(tx: ReadTx, actor: Actor) -> list[AccessToken]:
    return tx.all(_MINE, person=actor.id, now=tx.now_ms)


def actor_by_token(tx: ReadTx, token: str) -> Actor | None:
    holder = holder_of(tx, token)
    return holder.actor if holder else None


def holder_of(tx: ReadTx, token: str) -> Holder | None:
    return tx.one(_HOLDER, hash=hash_token(token), now=tx.now_ms)
