from livefair.value.pool.report import public_report
from livefair.value.share_rulebook import pool_since
from livefair.world.pooling import KAPPA_BP, RULE
from tests.world.worlds import DAYS, ENDS_AT_MS

DAY_MS = 86_400_000


def test_the_fair_shares_by_a_pool_from_its_first_day_on(made):
    db = made("one")
    report = db.read_now(public_report)
    assert (report.kappa_bp, report.rule, report.periods) == (KAPPA_BP, RULE, [])
    assert ENDS_AT_MS - db.read_now(pool_since) == DAYS * DAY_MS
