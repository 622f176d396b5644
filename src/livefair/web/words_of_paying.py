"""What is said of payments by providers outside."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_PAYING: Final = {
    "payment_over": N_("The time for this payment is over, or it is paid already."),
    "provider_not_offered": N_("This way of paying is not offered here."),
    "unknown_way": N_("There is no such way to pay."),
    "provider_busy": N_("The payment provider does not answer at the moment (%(status)s). It is asked again."),
    "provider_unreadable": N_("The payment provider answered something that cannot be read. It is asked again."),
    "provider_refused": N_("The payment provider refused: %(reason)s."),
    "dispute_of_unknown_money": N_("This dispute is about a payment that is not known yet."),
    "dispute_over": N_("This dispute is decided or answered already."),
    "dispute_answer_unknown": N_("A dispute is contested or accepted."),
    "no_answers_here": N_("Disputes with this provider are answered in its own pages."),
    "refund_not_failed": N_("This refund does not wait for a decision any more."),
    "not_odd": N_("This payment does not wait for a decision any more."),
    "no_report_here": N_("This provider cannot be asked by a program: bring its report as a file."),
    "reconciliation_too_long": N_("There is more than %(most)s of something: choose fewer days."),
    "bad_span": N_("The last day is before the first."),
    "span_too_long": N_("At most %(days)s days at once."),
    "report_unknown": N_("This file has none of the columns that are known."),
    "report_row": N_("Row %(line)s cannot be read."),
    "report_too_long": N_("A report has at most %(most)s rows."),
    "difference_settled": N_("Somebody has settled this difference already."),
    "disputed": N_("A bank disputes this payment. Until that is decided, no money goes back by another way."),
    "payout_half_done": N_("The provider has taken the money and not paid it out yet. It is tried again."),
    "code_too_long": N_("This is too long for a code to be scanned."),
}
