"""What moderators decide about products is done here, whatever order the facts arrive in."""

from livefair.catalog.removals import hide_or_restore
from livefair.governance import AppealDecided, CaseDecided, Subject, removing_case
from livefair.kernel import SYSTEM, WriteTx, listens_to


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


def _heed(tx: WriteTx, kind: str, product_id: str) -> None:
    if kind == "product":
        hide_or_restore(tx, SYSTEM, product_id, removing_case(tx, Subject(kind, product_id)))
