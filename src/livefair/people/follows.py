"""Following and blocking. A block cuts both ways: neither reaches the other anywhere."""

from sqlalchemy import and_, bindparam, delete, func, or_, select

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require
from livefair.people import rules
from livefair.people.accounts import person_for
from livefair.people.events import PersonBlocked, PersonFollowed, PersonUnfollowed
from livefair.people.models import BLOCK, FOLLOW

_pair = (FOLLOW.c.follower_id == bindparam("who"), FOLLOW.c.followed_id == bindparam("whom"))
_FOLLOWS = query(int, select(func.count()).select_from(FOLLOW).where(*_pair))
_FOLLOW_COUNT = query(int, select(func.count()).select_from(FOLLOW).where(FOLLOW.c.follower_id == bindparam("who")))
_UNFOLLOW = change(delete(FOLLOW).where(*_pair))
_BLOCK_COUNT = query(int, select(func.count()).select_from(BLOCK).where(BLOCK.c.blocker_id == bindparam("who")))
_UNBLOCK = change(delete(BLOCK).where(BLOCK.c.blocker_id == bindparam("who"), BLOCK.c.blocked_id == bindparam("whom")))
_BLOCKED = query(
    int,
    select(func.count())
    .select_from(BLOCK)
    .where(
        or_(
            and_(BLOCK.c.blocker_id == bindparam("a"), BLOCK.c.blocked_id == bindparam("b")),
            and_(BLOCK.c.blocker_id == bindparam("b"), BLOCK.c.blocked_id == bindparam("a")),
        )
    ),
)
_MY_BLOCKS = query(str, select(BLOCK.c.blocked_id).where(BLOCK.c.blocker_id == bindparam("who")))
_BLOCKERS_OF_ME = query(str, select(BLOCK.c.blocker_id).where(BLOCK.c.blocked_id == bindparam("who")))


def follow(tx: WriteTx, actor: Actor, person_id: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    require(actor.id != person_id, "not_yourself")
    person_for(tx, actor, person_id)
    if is_blocked(tx, actor.id, person_id):
        not_found("person")
    if tx.value(_FOLLOW_COUNT, who=actor.id) >= rules.FOLLOWS_MAX:
        raise Conflict("too_many_follows", limit=rules.FOLLOWS_MAX)
    if tx.insert_new(FOLLOW, follower_id=actor.id, followed_id=person_id, at_ms=tx.now_ms):
        tx.announce(PersonFollowed(follower_id=actor.id, followed_id=person_id))


def unfollow(tx: WriteTx, actor: Actor, person_id: str) -> None:
    if tx.change(_UNFOLLOW, who=actor.id, whom=person_id):
        tx.announce(PersonUnfollowed(follower_id=actor.id, followed_id=person_id))


def block(tx: WriteTx, actor: Actor, person_id: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    require(actor.id != person_id, "not_yourself")
    person_for(tx, actor, person_id)
    if tx.value(_BLOCK_COUNT, who=actor.id) >= rules.BLOCKS_MAX:
        raise Conflict("too_many_blocks", limit=rules.BLOCKS_MAX)
    if tx.insert_new(BLOCK, blocker_id=actor.id, blocked_id=person_id, at_ms=tx.now_ms):
        unfollow(tx, actor, person_id)
        tx.change(_UNFOLLOW, who=person_id, whom=actor.id)
        tx.announce(PersonBlocked(blocker_id=actor.id, blocked_id=person_id))


def unblock(tx: WriteTx, actor: Actor, person_id: str) -> None:
    tx.change(_UNBLOCK, who=actor.id, whom=person_id)


def follows(tx: ReadTx, follower_id: str, followed_id: str) -> bool:
    return tx.value(_FOLLOWS, who=follower_id, whom=followed_id) > 0


def is_blocked(tx: ReadTx, one_id: str, other_id: str) -> bool:
    """Whether either has blocked the other."""
    return tx.value(_BLOCKED, a=one_id, b=other_id) > 0


def hidden_from(tx: ReadTx, person_id: str) -> frozenset[str]:
    """Everybody whom this person must not meet: those they blocked and those who blocked them."""
    return frozenset(tx.all(_MY_BLOCKS, who=person_id)) | frozenset(tx.all(_BLOCKERS_OF_ME, who=person_id))


def blocked_by(tx: ReadTx, actor: Actor) -> list[str]:
    return tx.all(_MY_BLOCKS, who=actor.id)
