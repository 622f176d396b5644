"""Governance: versioned rules, reports, cases, decisions, appeals, and notices of all of them.

It never knows what it judges. Whoever shows a thing hands over a `Shown` (kind, id, author, what it looked like), and
listens to `CaseDecided` and `AppealDecided` in order to hide or restore it as `removing_case` says.
"""

from livefair.governance.appeals import appeal, decide_appeal
from livefair.governance.cases import case_for
from livefair.governance.decisions import decide
from livefair.governance.events import AppealDecided, CaseDecided, DecisionAppealed, PersonNotified, ReportFiled
from livefair.governance.feed_policy import FeedKnobs, feed_policy, set_feed_policy
from livefair.governance.notices import read_notices
from livefair.governance.queries import removing_case
from livefair.governance.reports import Receipt, report
from livefair.governance.rulebook import publish_rules, publish_shipped_rules, rule_called, rules_in_force
from livefair.governance.rules import REASONS
from livefair.governance.subjects import Shown, Subject

__all__ = [
    "REASONS",
    "AppealDecided",
    "CaseDecided",
    "DecisionAppealed",
    "FeedKnobs",
    "PersonNotified",
    "Receipt",
    "ReportFiled",
    "Shown",
    "Subject",
    "appeal",
    "case_for",
    "decide",
    "decide_appeal",
    "feed_policy",
    "publish_rules",
    "publish_shipped_rules",
    "read_notices",
    "removing_case",
    "report",
    "rule_called",
    "rules_in_force",
    "set_feed_policy",
]
