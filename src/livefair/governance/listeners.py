"""People stand below this floor, so what moderators decide about a person is told to them from here."""

from livefair.governance.events import AppealDecided, CaseDecided
from livefair.governance.queries import removing_case
from livefair.governance.subjects import Subject
from livefair.kernel import SYSTEM, WriteTx, listens_to
from livefair.people.removals import hide_or_restore


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


def _heed(tx: WriteTx, kind: str, person_id: str) -> None:
    if kind == "person":
        hide_or_restore(tx, SYSTEM, person_id, removing_case(tx, Subject(kind, person_id)))
