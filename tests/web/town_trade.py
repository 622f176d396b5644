"""What a town's operator has compared, and what its brand has brought in from a table and asked of a reviewer."""

from livefair.community.licences import Wish, ask_for_licence
from livefair.kernel import DAY_MS, SYSTEM, Actor, Database, Money
from livefair.shop.reconciliation import reconcile_file
from livefair.shop.rules.reconciling import Movement, Span
from livefair.supply.funds import open_fund
from livefair.supply.importing import NewImport, begin_import, end_import, start_import
from livefair.supply.resources import ResourceDraft, Time, book, offer_resource
from livefair.supply.rules.resources import SLOT_MS
from tests.purse import ready


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


def licensed(db: Database, brand: Actor, review_id: str) -> str:
    """The brand, which has just enough for it, asks whether it may advertise with a review."""
    ready(db, brand.organisation_id, 5_000, key="budget")
    return db.write_now(ask_for_licence, brand, review_id, Wish(Money(5_000), 30, "On posters."), key="licence-0001")


def lent(db: Database, brand: Actor, host: Actor) -> tuple[str, str, str]:
    """A studio of the brand's that the host has booked, and what the brand has set apart for hosts."""
    draft = ResourceDraft("studio", "Studio with a kitchen", "Two cameras.", Money(0))
    resource_id = db.write_now(offer_resource, brand, draft)
    at = (db.clock() + 2 * DAY_MS) // SLOT_MS * SLOT_MS
    ready(db, brand.organisation_id, 1_000, key="support")
    fund_id = db.write_now(open_fund, brand, "First shows of new hosts", Money(1_000), key="fund-0001")
    return resource_id, fund_id, db.write_now(book, host, resource_id, Time(at, 4), key="booking-0001")
