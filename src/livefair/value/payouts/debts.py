"""A debt that a refund left is paid off before anything is paid out."""

from livefair import ledger
from livefair.kernel import WriteTx


def offset_debt(tx: WriteTx, party: str, currency: str) -> None:
    """Nobody is paid who owes: what stands ready first pays off the debt that a refund left."""
    owed_minor = -ledger.free(tx, f"receivable:{party}", currency)
    paid_off = min(owed_minor, ledger.seize(tx, f"payable:{party}", currency)) if owed_minor > 0 else 0
    if paid_off:
        ledger.post(
            tx,
            key=f"debt:{tx.new_id()}",
            reason="debt_paid_off",
            currency=currency,
            why={"party": party},
            legs=[ledger.Leg(f"payable:{party}", -paid_off), ledger.Leg(f"receivable:{party}", paid_off)],
        )
