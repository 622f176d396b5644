"""Who asks: a guest, a person with a session cookie, or a program with a personal access token."""

from dataclasses import dataclass

from livefair.kernel import GUEST, Actor, Database, ReadTx
from livefair.people.rules import ALL_SCOPES
from livefair.people.sign_in import Session, is_due_to_be_seen, see_session, signed_in_by
from livefair.people.tokens import holder_of

SESSION_COOKIE = "lf_session"
TOKEN_CHARS_MAX = 100


@dataclass(frozen=True, slots=True)
class Caller:
    """`session` is None for guests and for tokens. `token` is the secret that was shown: it keys the CSRF token.
    `scopes`: what a token may be used for. `removing_case_id`: moderators have removed this person, who may still
    read, and appeal.
    """

    actor: Actor = GUEST
    name: str = ""
    locale: str | None = None
    avatar_key: str | None = None
    session: Session | None = None
    token: str = ""
    removing_case_id: str | None = None
    scopes: str = ALL_SCOPES


NOBODY = Caller()


async def caller_with_cookie(db: Database, token: str | None) -> Caller:
    if not token or len(token) > TOKEN_CHARS_MAX:
        return NOBODY
    found = await db.read(signed_in_by, token)
    if found is None:
        return NOBODY
    if is_due_to_be_seen(found.session, db.clock()):
        await db.write(see_session, found.actor, found.session.id)
    return Caller(found.actor, found.name, found.locale, found.avatar_key, found.session, token, found.removing_case_id)


async def caller_with_token(db: Database, authorization: str | None) -> Caller:
    """From `Authorization: Bearer lf_…`; anything else is nobody."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > TOKEN_CHARS_MAX:
        return NOBODY
    return await db.read(_by_token, token.strip())


def _by_token(tx: ReadTx, token: str) -> Caller:
    holder = holder_of(tx, token)
    if holder is None:
        return NOBODY
    return Caller(holder.actor, token=token, removing_case_id=holder.removing_case_id, scopes=holder.scopes)
