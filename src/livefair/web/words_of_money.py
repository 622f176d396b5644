"""What is said of payouts: refusals, notices to the payee, what a bank's code means."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_MONEY: Final = {
    "bad_account_number": N_("This account number cannot be right. Please check each character."),
    "contest_not_covered": N_("Less of the other side's money stands ready than would be granted."),
    "contest_over": N_("This was answered already."),
    "contest_too_late": N_("A line can be contested for half a year."),
    "contested_already": N_("You have contested this line already."),
    "not_the_other_side": N_("Only the other side may answer this."),
    "replied_already": N_("You have answered this already."),
    "too_many_contests": N_("At most %(limit)s lines at once. Wait for an answer, or take one back."),
    "pool_part": N_("Your part of the co-creation pool is known. Look at why, and say so if it is not right."),
    "pool_mended": N_("Your appeal about the co-creation pool was right: what was granted is yours."),
    "pool_stands": N_("Your appeal about the co-creation pool was answered: it stays as it is."),
    "appeal_too_late": N_("The time for appeals is over."),
    "appealed_already": N_("You have appealed already: one appeal for each period."),
    "appeal_over": N_("This appeal was answered already."),
    "draft_not_simulated": N_("The plan is still being simulated on past orders: look again in a minute."),
    "draft_published": N_("This plan was published already."),
    "draft_outdated": N_("Meanwhile there is a newer version of the rules: draft it anew."),
    "contest_opened": N_("Somebody says that their share of order …%(order)s is too small. Say what you think."),
    "contest_replied": N_("There is a word on the line of order …%(order)s that you contest."),
    "contest_mended": N_("The objection to order …%(order)s was right: what was granted goes over."),
    "contest_stands": N_("The objection to order …%(order)s was answered: it stays as it is."),
    "contest_withdrawn": N_("The objection to order …%(order)s was taken back."),
    "group_short": N_("%(group)s are a group that counts, and get less than they contribute."),
    "journal_too_large": N_("This journal has more than %(most)s entries; please ask an operator for it."),
    "too_many_members": N_("An organisation has at most %(limit)s members."),
    "owners_only": N_("Only the owner of the organisation may do this."),
    "payout_account_needed": N_("Please say first to which account the money is to go."),
    "payout_not_failed": N_("This payout has not failed."),
    "payout_too_small": N_("Less stands ready than the smallest payout."),
    "payout_under_way": N_("A payout is on its way already. Ask again when it has arrived."),
    "payout_unexplained": N_("This payout does not agree with its lines. An operator has to look at it."),
    "payouts_stopped": N_("Payouts to this payee are stopped. The reason stands on the statement."),
    "payouts_stopped_already": N_("Payouts to this payee are stopped already."),
    "payout_note_sending": N_("%(amount)s is on its way to your account …%(last4)s."),
    "payout_note_paid": N_("%(amount)s has arrived in your account …%(last4)s."),
    "payout_note_failed": N_(
        "The payout of %(amount)s to …%(last4)s failed; the money is yours again. Check the account and ask once more."
    ),
    "payout_note_returned": N_(
        "The bank sent %(amount)s to …%(last4)s back; the money is yours again. Check the account and ask once more."
    ),
    "payout_note_paid_late": N_("%(amount)s has arrived in …%(last4)s after all and was taken off your balance."),
    "payout_why_line": N_("Sent to your account …%(last4)s; open it to see which lines it pays."),
    "payout_why_sending": N_("Everything that stood ready was set aside and sent to the bank."),
    "payout_why_paid": N_("The bank has confirmed it."),
    "payout_why_failed": N_("%(failure)s Nothing left the house; the money stands ready again."),
    "payout_why_returned": N_("%(failure)s The bank sent it back; the money stands ready again."),
    "payout_why_paid_late": N_("It was said to have failed, but arrived; it was taken off the balance again."),
    "failure_account_closed": N_("The account is closed."),
    "failure_name_mismatch": N_("The holder's name does not fit the account."),
    "failure_not_connected": N_("The account is none of the payout provider's (acct_…)."),
    "failure_account_invalid": N_("The payout provider does not know the account, or it may not be paid yet."),
    "failure_payouts_not_allowed": N_("The payout provider does not pay out to this account yet."),
    "failure_failed": N_("The bank did not accept it."),
    "failure_returned": N_("The bank did not keep it."),
}
