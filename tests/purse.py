"""People of age with money in their wallets, by the way that everybody goes; and what the house gives somebody."""

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Database
from livefair.kernel.runner import run_due_now
from livefair.people.ages import confirm_age
from livefair.shop import Notification, settle_notification
from livefair.shop.top_ups import top_up

GROWN_UP = "1990-05-31"


def fill(db: Database, actor: Actor, minor: int, *, key: str = "first-click") -> str:
    """Say one's age and pay so much into one's wallet. Returns the payment's id."""
    db.write_now(confirm_age, actor, GROWN_UP)
    payment_id = db.write_now(top_up, actor, amount_minor=minor, provider="local", key=key)
    tell(db, payment_id, minor)
    return payment_id


def tell(db: Database, payment_id: str, minor: int, outcome: str = "succeeded") -> str:
    """The provider's word."""
    state = db.write_now(settle_notification, SYSTEM, Notification(payment_id, outcome, minor, "CNY"))
    run_due_now(db)
    return state


def ready(db: Database, party: str | None, minor: int, *, key: str = "gift") -> None:
    """Let so much stand ready for a person or an organisation, once for each key."""
    legs = [ledger.Leg("goodwill", -minor), ledger.Leg(f"payable:{party}", minor)]
    db.write_now(lambda tx: ledger.post(tx, key=f"{key}:{party}", reason="gift", legs=legs))
