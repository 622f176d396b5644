"""Who may be paid, and who may ask for it: a person for himself, an organisation through its owner."""

from livefair.kernel import Actor, NotAllowed, ReadTx, not_found, require
from livefair.people.organisations import owner_of


def payee_of(tx: ReadTx, actor: Actor) -> list[str]:
    """Those for whom this person may ask to be paid: himself first, then the organisation that he owns."""
    if actor.is_guest:
        return []
    organisation_id = actor.organisation_id
    owns = organisation_id is not None and owner_of(tx, organisation_id) == actor.id
    return [actor.id, organisation_id] if owns and organisation_id else [actor.id]


def require_payee(tx: ReadTx, actor: Actor, party: str) -> None:
    """NotAllowed: sign_in_first, owners_only (a member who is not the owner). NotFound for everybody else's."""
    require(not actor.is_guest, "sign_in_first")
    if party in payee_of(tx, actor):
        return
    if party == actor.organisation_id:
        raise NotAllowed("owners_only")
    not_found("payee")


def person_of(tx: ReadTx, party: str) -> str:
    """Who is told about a payee's money."""
    return owner_of(tx, party) or party
