"""The co-creation pool of the demo world, from its first day on: its first period is over before the month is."""

import msgspec

from livefair.kernel.clock import as_datetime
from livefair.value import publish_share_rules
from livefair.value.rules.pool import PoolRule
from livefair.value.share_rulebook import share_rules_of, text_of, with_kappa
from livefair.world.fair import Fair
from livefair.world.setting_up import demo

SHIPPED = 1
KAPPA_BP = 2_000
RULE = PoolRule(buyers_min=5)
"""A small fair has few buyers: a party needs fewer of them than elsewhere."""
WHY = "A fifth of our fee for whoever helped: creators, reviewers, those who answer"


def share_in_a_pool(fair: Fair) -> None:
    """The next version of the rules, in force at once: on the first day there is no past to try it on."""
    shipped = fair.db.read_now(share_rules_of, SHIPPED)
    if shipped is None:
        raise LookupError("the shipped share rules come first")
    now = as_datetime(fair.clock() // 1000 * 1000)
    rules = msgspec.structs.replace(with_kappa(shipped, KAPPA_BP, RULE), version=SHIPPED + 1, effective_at=now)
    body = text_of(rules, reason=WHY)
    fair.db.write_now(publish_share_rules, demo(fair, "operator"), body)
