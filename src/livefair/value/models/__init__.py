"""The tables of value, by what they are for."""

from livefair.value.models.paying import (
    LOCAL_TRANSFER,
    PAYOUT,
    PAYOUT_ACCOUNT,
    PAYOUT_BATCH,
    PAYOUT_NOTICE,
    PAYOUT_STOP,
)
from livefair.value.models.pool import PLAN_DRAFT, POOL_APPEAL, POOL_PART, POOL_PERIOD
from livefair.value.models.shares import CONTEST, OPEN_CLAIM, SHARE, SHARE_RULES, SHARED_LINE
from livefair.value.models.studies import STUDY, SURVEY, SURVEY_ANSWER, SURVEY_INVITATION, SURVEY_MEMBER
from livefair.value.models.worth import WORTH_TERMS

__all__ = [
    "CONTEST",
    "LOCAL_TRANSFER",
    "OPEN_CLAIM",
    "PAYOUT",
    "PAYOUT_ACCOUNT",
    "PAYOUT_BATCH",
    "PAYOUT_NOTICE",
    "PAYOUT_STOP",
    "PLAN_DRAFT",
    "POOL_APPEAL",
    "POOL_PART",
    "POOL_PERIOD",
    "SHARE",
    "SHARED_LINE",
    "SHARE_RULES",
    "STUDY",
    "SURVEY",
    "SURVEY_ANSWER",
    "SURVEY_INVITATION",
    "SURVEY_MEMBER",
    "WORTH_TERMS",
]
