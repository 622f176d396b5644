"""Joining, and the account's own settings."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, bindparam, delete, select, update

from livefair import discovery
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, joined, not_found, query, require
from livefair.people import rules
from livefair.people.consents import give_consent
from livefair.people.events import PersonJoined, RoleGiven
from livefair.people.models import MEMBERSHIP, PERSON, PERSON_ROLE, ROLES


class Person(NamedTuple):
    id: str
    email: str
    name: str
    locale: str | None
    avatar_key: str | None
    about: str
    joined_at_ms: int
    hidden_case_id: str | None


_PERSON_COLUMNS = [getattr(PERSON.c, field) for field in Person._fields]
_PERSON = query(
    Person, select(*_PERSON_COLUMNS).where(PERSON.c.id == bindparam("person"), PERSON.c.closed_at_ms.is_(None))
)
_ANY = query(str, select(PERSON.c.id).where(PERSON.c.id == bindparam("person")))
_BY_EMAIL = query(str, select(PERSON.c.id).where(PERSON.c.email == bindparam("mail")))


def actor_columns(person_id: ColumnElement[str]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """For a statement that finds a person: all their roles in one text, and the first organisation they joined."""
    roles = select(joined(PERSON_ROLE.c.role)).where(PERSON_ROLE.c.person_id == person_id)
    organisation = (
        select(MEMBERSHIP.c.organisation_id)
        .where(MEMBERSHIP.c.person_id == person_id)
        .order_by(MEMBERSHIP.c.joined_at_ms, MEMBERSHIP.c.organisation_id)
        .limit(1)
    )
    return roles.scalar_subquery(), organisation.scalar_subquery()


def actor_from(person_id: str, roles: str | None, organisation_id: str | None) -> Actor:
    """From what `actor_columns` found."""
    return Actor(person_id, frozenset(roles.split(",")) if roles else frozenset(), organisation_id)


_ACTOR = query(lambda *found: found, select(*actor_columns(bindparam("person", type_=Text))))
_UPDATE = change(
    update(PERSON)
    .where(PERSON.c.id == bindparam("person"))
    .values(name=bindparam("new_name"), about=bindparam("new_about"))
)
_SET_LOCALE = change(update(PERSON).where(PERSON.c.id == bindparam("person")).values(locale=bindparam("new_locale")))
_SET_AVATAR = change(update(PERSON).where(PERSON.c.id == bindparam("person")).values(avatar_key=bindparam("new_key")))
_SET_PASSWORD = change(
    update(PERSON).where(PERSON.c.id == bindparam("person")).values(password_hash=bindparam("new_hash"))
)
_TAKE_ROLE = change(
    delete(PERSON_ROLE).where(PERSON_ROLE.c.person_id == bindparam("person"), PERSON_ROLE.c.role == bindparam("role"))
)


def sign_up(tx: WriteTx, actor: Actor, *, email: str, name: str, password_hash: str, locale: str | None) -> str:
    """Join as a customer; signing up is consent to the terms. Returns the person's id. Conflict: email_taken."""
    email = rules.clean_email(email)
    name = rules.clean_line(name, limit=rules.NAME_CHARS_MAX, field="name")
    person_id = tx.new_id()
    is_new = tx.insert_new(
        PERSON,
        id=person_id,
        email=email,
        name=name,
        password_hash=password_hash,
        locale=locale if locale in {"zh", "en"} else None,
        about="",
        joined_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("email_taken", field="email")
    _put_role(tx, person_id, "customer", given_by=person_id)
    tx.actor_id = person_id
    tx.announce(PersonJoined(person_id=person_id, locale=locale))
    for purpose in rules.CONSENTS_AT_SIGN_UP:
        give_consent(tx, Actor(person_id), purpose)
    return person_id


def give_first_role(tx: WriteTx, person_id: str) -> None:
    """Whoever has just come is a customer."""
    _put_role(tx, person_id, "customer", given_by=person_id)


def give_role(tx: WriteTx, actor: Actor, person_id: str, role: str) -> None:
    """Operators give roles; so does the program itself (command line, demo world)."""
    require(rules.may_give_roles(actor), "operators_only")
    if role not in ROLES or tx.one(_PERSON, person=person_id) is None:
        not_found("person")
    if _put_role(tx, person_id, role, given_by=actor.id):
        tx.announce(RoleGiven(person_id=person_id, role=role))


def take_role(tx: WriteTx, actor: Actor, person_id: str, role: str) -> None:
    require(rules.may_give_roles(actor), "operators_only")
    require(not (person_id == actor.id and role == "operator"), "not_yourself")
    tx.change(_TAKE_ROLE, person=person_id, role=role)
    if role == "host":
        discovery.forget(tx, "person", person_id)


def become_host(tx: WriteTx, actor: Actor) -> None:
    """Anyone who has joined may become a host; what a host may sell is decided elsewhere."""
    require(not actor.is_guest, "sign_in_first")
    if _put_role(tx, actor.id, "host", given_by=actor.id):
        tx.announce(RoleGiven(person_id=actor.id, role="host"))


def update_profile(tx: WriteTx, actor: Actor, *, name: str, about: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    name = rules.clean_line(name, limit=rules.NAME_CHARS_MAX, field="name")
    about = rules.clean_text(about, limit=rules.ABOUT_CHARS_MAX, field="about")
    tx.change(_UPDATE, person=actor.id, new_name=name, new_about=about)
    if actor_of(tx, actor.id).has("host"):
        discovery.index(tx, "person", actor.id, title=[name], more=[about])


def choose_language(tx: WriteTx, actor: Actor, locale: str) -> None:
    if not actor.is_guest and locale in {"zh", "en"}:
        tx.change(_SET_LOCALE, person=actor.id, new_locale=locale)


def set_avatar(tx: WriteTx, actor: Actor, file_key: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    tx.change(_SET_AVATAR, person=actor.id, new_key=file_key)


def set_password(tx: WriteTx, actor: Actor, person_id: str, password_hash: str) -> None:
    require(actor.id == person_id or rules.may_give_roles(actor), "not_yours")
    tx.change(_SET_PASSWORD, person=person_id, new_hash=password_hash)


def person_called(tx: ReadTx, email: str) -> str | None:
    return tx.one(_BY_EMAIL, mail=email.strip().lower())


def person_called_by_id(tx: ReadTx, person_id: str) -> str:
    """The same id if there is such an account, suspended or not."""
    return tx.one(_ANY, person=person_id) or not_found("person")


def person_for(tx: ReadTx, actor: Actor, person_id: str) -> Person:
    """Somebody whom this actor may meet; those whom moderators removed only by themselves and by who judges it."""
    person = tx.one(_PERSON, person=person_id)
    if person is None or (person.hidden_case_id and not rules.may_see_removed(actor, person_id)):
        not_found("person")
    return person


def actor_of(tx: ReadTx, person_id: str) -> Actor:
    """The person as an actor with all their roles, acting for the first organisation they joined."""
    return actor_from(person_id, *tx.value(_ACTOR, person=person_id))


def _put_role(tx: WriteTx, person_id: str, role: str, *, given_by: str) -> bool:
    is_new = tx.insert_new(PERSON_ROLE, person_id=person_id, role=role, given_by=given_by, given_at_ms=tx.now_ms)
    if is_new and role == "host":  # who sells is looked for; customers are not
        person = person_for(tx, Actor(person_id), person_id)
        discovery.index(tx, "person", person_id, title=[person.name], more=[person.about])
    return is_new
