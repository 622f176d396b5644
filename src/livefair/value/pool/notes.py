"""Who is told of their part of the pool, and of what came of an appeal."""

from livefair.kernel import SYSTEM, WriteTx
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.value.payouts.payees import person_of
from livefair.value.pool.book import Period

PAGE = "/me/pool"


def tell_of_parts(tx: WriteTx, period: Period, parties: list[str]) -> None:
    for party in parties:
        note = DeviceNote("pool_part", {}, PAGE, f"pool:{period.id}")
        leave_note(tx, SYSTEM, person_of(tx, party), note)


def tell_of_answer(tx: WriteTx, period_id: str, party: str, outcome: str) -> None:
    leave_note(tx, SYSTEM, person_of(tx, party), DeviceNote(f"pool_{outcome}", {}, PAGE, f"pool:{period_id}"))
