"""Value: how the parties create it together, measured, and how it is shared among them.

Each paid order line gets a plan of shares by versioned rules; the money waits in escrow until the return window ends;
a refund takes back from everybody in proportion. Nobody calls value: it listens to the shop and posts to the ledger.
"""

from livefair.value.events import PartyShare, ShareRulesPublished, SharesPlanned, SharesRefunded, SharesReleased
from livefair.value.invariants import check
from livefair.value.share_rulebook import publish_share_rules, publish_shipped_share_rules
from livefair.value.shares import Share, SharedLine, shared_line, shares_of
from livefair.value.statements import Expected, Posting, Totals, expected_by, postings_of, totals_of
from livefair.value.why import why_posted, why_share, why_wallet, why_wallet_line

__all__ = [
    "Expected",
    "PartyShare",
    "Posting",
    "Share",
    "ShareRulesPublished",
    "SharedLine",
    "SharesPlanned",
    "SharesRefunded",
    "SharesReleased",
    "Totals",
    "check",
    "expected_by",
    "postings_of",
    "publish_share_rules",
    "publish_shipped_share_rules",
    "shared_line",
    "shares_of",
    "totals_of",
    "why_posted",
    "why_share",
    "why_wallet",
    "why_wallet_line",
]
