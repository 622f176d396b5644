"""What a town's operator has compared, and what its brand has brought in from a table."""

from livefair.kernel import DAY_MS, SYSTEM, Actor, Database
from livefair.shop.reconciliation import reconcile_file
from livefair.shop.rules.reconciling import Movement, Span
from livefair.supply.importing import NewImport, begin_import, end_import, start_import


def traded(db: Database, people: dict[str, Actor], file_key: str) -> tuple[str, str]:
    """A comparison with a difference in it, and an import that came to nothing."""
    theirs = [Movement("charge", "nobody-knows", "ch_1", 4_200, "CNY", db.clock() - 1)]
    run_id = db.write_now(
        reconcile_file, people["operator"], "local", Span(db.clock() - DAY_MS, db.clock()), theirs=theirs
    )
    import_id = db.write_now(start_import, people["brand"], NewImport("goods.csv", file_key), key="import-0001")
    db.write_now(begin_import, SYSTEM, import_id)
    db.write_now(end_import, SYSTEM, import_id, failure_code="not_a_table")
    return run_id, import_id
