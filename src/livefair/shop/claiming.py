"""What a guest has bought moves to the account of the same e-mail address, by the order's own link."""

from sqlalchemy import Text, bindparam, literal, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require
from livefair.people.accounts import person_for
from livefair.people.guests import GuestBuyer, claim_guest, guest_called
from livefair.shop.events import OrdersClaimed
from livefair.shop.models import ORDER, PAYMENT

_BUYER = query(str, select(ORDER.c.buyer_id).where(ORDER.c.id == bindparam("order")))
_ordered = select(ORDER.c.payment_id).where(ORDER.c.buyer_id == bindparam("guest"))
# The guest's keys mean nothing to the account: each payment gets one that nobody else can have.
_PAYMENTS = change(
    update(PAYMENT)
    .where(PAYMENT.c.buyer_id == bindparam("guest"), PAYMENT.c.id.in_(_ordered))
    .values(buyer_id=bindparam("who", type_=Text), key=literal("claimed:") + PAYMENT.c.id)
)
_ORDERS = change(update(ORDER).where(ORDER.c.buyer_id == bindparam("guest")).values(buyer_id=bindparam("who")))


def guest_of_order(tx: ReadTx, order_id: str) -> GuestBuyer | None:
    """Whoever bought it without an account; None when an account has it."""
    buyer_id = tx.one(_BUYER, order=order_id)
    return guest_called(tx, buyer_id) if buyer_id is not None else None


def claim_order(tx: WriteTx, actor: Actor, order_id: str) -> None:
    """For whoever shows the order's signed link: all that this guest has bought becomes the account's.

    What the guest buys afterwards, the same account may take over too. NotAllowed: other_email, when the account has
    another address than the guest gave. Conflict: claimed_already, by another account.
    """
    require(not actor.is_guest, "sign_in_first")
    guest = guest_of_order(tx, order_id) or not_found("order")
    require(guest_called(tx, actor.id) is None, "sign_in_first")
    require(person_for(tx, actor, actor.id).email == guest.email, "other_email")
    if not claim_guest(tx, actor, guest.person_id) and guest.claimed_by != actor.id:
        raise Conflict("claimed_already")
    tx.change(_PAYMENTS, guest=guest.person_id, who=actor.id)
    tx.change(_ORDERS, guest=guest.person_id, who=actor.id)
    tx.announce(OrdersClaimed(guest_id=guest.person_id, person_id=actor.id))
