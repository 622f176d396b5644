"""Payouts: what stands ready for a payee goes to its bank, all of it at once.

Asking sets the money aside in the ledger and writes down the intent; a job tells the provider; its signed word settles.
A payout pays the entries of the payee's account since the payout before it, so that its lines always add up to it.
"""

from livefair.value.payouts.accounts import Account, account_of, set_account
from livefair.value.payouts.asking import Ask, request_payout, retry_payout
from livefair.value.payouts.book import Payout, PayoutLine, lines_of, payout_for, payouts_of
from livefair.value.payouts.payees import payee_of, require_payee
from livefair.value.payouts.settling import PayoutWord, settle_payout
from livefair.value.payouts.stops import Stop, resume_payouts, stop_of, stop_payouts
from livefair.value.rules.payouts import PayoutTerms

__all__ = [
    "Account",
    "Ask",
    "Payout",
    "PayoutLine",
    "PayoutTerms",
    "PayoutWord",
    "Stop",
    "account_of",
    "lines_of",
    "payee_of",
    "payout_for",
    "payouts_of",
    "request_payout",
    "require_payee",
    "resume_payouts",
    "retry_payout",
    "set_account",
    "settle_payout",
    "stop_of",
    "stop_payouts",
]
