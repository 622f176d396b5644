"""Who is told that a line of a statement is contested, and what came of it."""

from livefair.kernel import SYSTEM, WriteTx
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.value.contest_book import Contest
from livefair.value.payouts.payees import person_of

PAGE = "/me/contests"


def tell_of_contest(tx: WriteTx, found: Contest) -> None:
    _tell(tx, found.counterpart, "contest_opened", found)


def tell_of_reply(tx: WriteTx, found: Contest) -> None:
    _tell(tx, found.party, "contest_replied", found)


def tell_of_answer(tx: WriteTx, found: Contest) -> None:
    """Both sides, by its outcome."""
    for party in (found.party, found.counterpart):
        _tell(tx, party, f"contest_{found.outcome}", found)


def _tell(tx: WriteTx, party: str | None, code: str, found: Contest) -> None:
    if party is not None:
        words = {"order": found.order_id[-8:]}
        leave_note(tx, SYSTEM, person_of(tx, party), DeviceNote(code, words, PAGE, f"contest:{found.id}"))
