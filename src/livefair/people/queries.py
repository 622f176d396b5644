"""Read models: what others see of a person."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from livefair.kernel import ReadTx, not_found, query, text_in
from livefair.people.models import FOLLOW, ORGANISATION, PERSON, PERSON_ROLE
from livefair.people.removals import is_here


class PersonCard(NamedTuple):
    id: str
    name: str
    avatar_key: str | None


class Profile(NamedTuple):
    id: str
    name: str
    avatar_key: str | None
    about: str
    joined_at_ms: int
    followers: int
    following: int
    is_host: int
    hidden_case_id: str | None


class Listed(NamedTuple):
    id: str
    name: str
    email: str
    joined_at_ms: int


class Found(NamedTuple):
    id: str
    name: str
    email: str
    joined_at_ms: int
    suspended_at_ms: int | None
    roles: list[str]


class _Account(NamedTuple):
    id: str
    name: str
    email: str
    joined_at_ms: int
    suspended_at_ms: int | None


_card = (PERSON.c.id, PERSON.c.name, PERSON.c.avatar_key)
_CARD = query(PersonCard, select(*_card).where(PERSON.c.id == bindparam("person")))
_JOINED = query(int, select(PERSON.c.joined_at_ms).where(PERSON.c.id == bindparam("person")))
_CARDS = query(PersonCard, select(*_card).where(text_in(PERSON.c.id, "ids")))
_followers = select(func.count()).where(FOLLOW.c.followed_id == PERSON.c.id).correlate(PERSON).scalar_subquery()
_following = select(func.count()).where(FOLLOW.c.follower_id == PERSON.c.id).correlate(PERSON).scalar_subquery()
_is_host = (
    select(func.count())
    .where(PERSON_ROLE.c.person_id == PERSON.c.id, PERSON_ROLE.c.role == "host")
    .correlate(PERSON)
    .scalar_subquery()
)
_FOLLOWERS = query(
    lambda person_id, followers: (person_id, followers),
    select(FOLLOW.c.followed_id, func.count())
    .where(text_in(FOLLOW.c.followed_id, "ids"))
    .group_by(FOLLOW.c.followed_id),
)
_PROFILE = query(
    Profile,
    select(
        *_card, PERSON.c.about, PERSON.c.joined_at_ms, _followers, _following, _is_host, PERSON.c.hidden_case_id
    ).where(PERSON.c.id == bindparam("person"), PERSON.c.closed_at_ms.is_(None)),
)
_FOLLOWED = query(
    PersonCard,
    select(*_card)
    .join_from(FOLLOW, PERSON, PERSON.c.id == FOLLOW.c.followed_id)
    .where(FOLLOW.c.follower_id == bindparam("person"), PERSON.c.hidden_case_id.is_(None))
    .order_by(FOLLOW.c.at_ms.desc())
    .limit(200),
)
_NEWEST = query(
    Listed,
    select(PERSON.c.id, PERSON.c.name, PERSON.c.email, PERSON.c.joined_at_ms)
    .order_by(PERSON.c.id.desc())
    .limit(bindparam("most")),
)
_WITH_ROLE = query(
    PersonCard,
    select(*_card)
    .join_from(PERSON_ROLE, PERSON, PERSON.c.id == PERSON_ROLE.c.person_id)
    .where(PERSON_ROLE.c.role == bindparam("word"), PERSON.c.hidden_case_id.is_(None))
    .order_by(PERSON.c.joined_at_ms)
    .limit(500),
)
_HOLDERS = query(
    str,
    select(PERSON_ROLE.c.person_id).where(PERSON_ROLE.c.role == bindparam("word"), is_here(PERSON_ROLE.c.person_id)),
)
_HERE = query(str, select(PERSON.c.id).where(text_in(PERSON.c.id, "ids"), is_here(PERSON.c.id)))

_NAMES = query(
    lambda organisation_id, name: (organisation_id, name),
    select(ORGANISATION.c.id, ORGANISATION.c.name).where(text_in(ORGANISATION.c.id, "ids")),
)

_ADDRESSES = query(
    lambda person_id, name, email: (person_id, (name, email)),
    select(PERSON.c.id, PERSON.c.name, PERSON.c.email).where(text_in(PERSON.c.id, "ids")),
)

_account = select(PERSON.c.id, PERSON.c.name, PERSON.c.email, PERSON.c.joined_at_ms, PERSON.c.closed_at_ms)
_SEARCH = query(
    _Account,
    _account.where(
        or_(
            func.lower(PERSON.c.name).contains(bindparam("wanted"), autoescape=False),
            PERSON.c.email.contains(bindparam("wanted"), autoescape=False),
        ),
        PERSON.c.id < bindparam("before"),
    )
    .order_by(PERSON.c.id.desc())
    .limit(bindparam("most")),
)
_ROLES_OF = query(
    lambda person_id, role: (person_id, role),
    select(PERSON_ROLE.c.person_id, PERSON_ROLE.c.role).where(text_in(PERSON_ROLE.c.person_id, "ids")),
)


def joined_at(tx: ReadTx, person_id: str) -> int:
    return tx.value(_JOINED, person=person_id)


def person_card(tx: ReadTx, person_id: str) -> PersonCard:
    return tx.one(_CARD, person=person_id) or not_found("person")


def person_cards(tx: ReadTx, ids: list[str]) -> dict[str, PersonCard]:
    return {card.id: card for card in tx.all(_CARDS, ids=ids)} if ids else {}


def profile(tx: ReadTx, person_id: str) -> Profile:
    return tx.one(_PROFILE, person=person_id) or not_found("person")


def followed_by(tx: ReadTx, person_id: str) -> list[PersonCard]:
    return tx.all(_FOLLOWED, person=person_id)


def newest_people(tx: ReadTx, *, most: int = 100) -> list[Listed]:
    return tx.all(_NEWEST, most=min(most, 500))


def people_with_role(tx: ReadTx, role: str) -> list[PersonCard]:
    return tx.all(_WITH_ROLE, word=role)


def ids_with_role(tx: ReadTx, role: str) -> frozenset[str]:
    """Of all of them, however many, whose account is open and who are not removed."""
    return frozenset(tx.all(_HOLDERS, word=role))


def ids_here(tx: ReadTx, ids: list[str]) -> frozenset[str]:
    """Those of the people whose account is open and who are not removed."""
    return frozenset(tx.all(_HERE, ids=ids)) if ids else frozenset()


def follower_counts(tx: ReadTx, person_ids: list[str]) -> dict[str, int]:
    """Of those who have any."""
    return dict(tx.all(_FOLLOWERS, ids=person_ids)) if person_ids else {}


def organisation_names(tx: ReadTx, ids: list[str]) -> dict[str, str]:
    return dict(tx.all(_NAMES, ids=ids)) if ids else {}


def addresses_of(tx: ReadTx, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Person → name and address, for those to whom these people said that they may have it."""
    return dict(tx.all(_ADDRESSES, ids=ids)) if ids else {}


def search_people(tx: ReadTx, wanted: str, *, before: str = "~", most: int = 50) -> list[Found]:
    """Accounts whose name or address contains `wanted` (all, when it is empty), newest first, suspended ones too."""
    plain = wanted.lower().replace("%", "").replace("_", "")
    accounts = tx.all(_SEARCH, wanted=plain, before=before, most=min(most, 200))
    roles: dict[str, list[str]] = {account.id: [] for account in accounts}
    for person_id, role in tx.all(_ROLES_OF, ids=list(roles)):
        roles[person_id].append(role)
    return [Found(*account, sorted(roles[account.id])) for account in accounts]
