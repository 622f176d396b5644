"""What is said when goods, orders or shares refuse, beyond what words.py says already."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_GOODS: Final = {
    "bad_message": N_("This message cannot be read."),
    "below_reserved": N_("So many pieces are promised to buyers already."),
    "bad_code": N_("A code has 4 to 16 letters and digits."),
    "code_taken": N_("This code is used already."),
    "coupon_elsewhere": N_("This coupon is for the rooms of one host."),
    "coupon_gone": N_("All of these coupons are claimed."),
    "coupon_limit": N_("You have had all that one person may have of these: %(limit)s."),
    "coupon_needs_value": N_("Say how much it takes off."),
    "coupon_over": N_("This coupon is over."),
    "coupon_used": N_("This coupon has gone into another order. Please look at the total again."),
    "flash_more_than_stock": N_("Only %(left)s pieces can be sold, fewer than the %(pieces)s of the sale."),
    "flash_only_fewer": N_("The pieces can only become fewer, and no fewer than the %(taken)s that are taken."),
    "flash_price_not_low": N_("A flash price must be below the lowest price of the last 14 days."),
    "flash_sale_over": N_("This flash sale is over or was taken back."),
    "flash_sale_running": N_("Another flash sale is running in this room."),
    "flash_sale_started": N_("The host has started this flash sale already."),
    "flash_sold_out": N_("The pieces at the flash price are gone. Please look at the new total."),
    "more_than_was_charged": N_("More than was charged cannot go back."),
    "no_share_rules": N_("No rules for sharing are in force yet."),
    "not_planned_yet": N_("The shares of this order are not planned yet. Please try again in a moment."),
    "not_reserved": N_("Nothing is reserved for this order any more."),
    "notification_refused": N_("The notification was not accepted; it will be sent again."),
    "other_currency": N_("The currency of a variant never changes."),
    "price_claim_untrue": N_(
        "“%(words)s” is not what the remembered prices say. Leave it out: the price check is shown."
    ),
    "researchers_only": N_("Only researchers and operators may see this."),
    "share_leg_of": N_("The part of “%(role)s” is taken of somebody who is not before it in the list."),
    "share_leg_owner": N_("The part of “%(role)s” must go either to a party or to an account."),
    "share_leg_unclear": N_("The part of “%(role)s” must be told in exactly one way."),
    "share_remaining_once": N_("Exactly one party must get what remains."),
    "share_roles_repeat": N_("A role stands in these rules twice."),
    "share_rules_unreadable": N_("These rules cannot be read."),
    "shares_exceed_whole": N_("Together the parts are more than the whole."),
    "too_many_coupons": N_("At most %(limit)s kinds of coupons are in force at once."),
    "too_many_facts": N_("A product has at most %(limit)s facts."),
    "too_many_pictures": N_("A product has at most %(limit)s pictures."),
    "too_many_skus": N_("A product has at most %(limit)s variants."),
    "too_many_sales": N_("At most %(limit)s flash sales can wait for one host."),
    "unknown_category": N_("Please choose a category from the list."),
    "unknown_code": N_("No coupon has this code."),
    "unknown_currency": N_("This currency is not accepted here."),
    "unknown_period": N_("Please choose a period from the list."),
    "version_taken": N_("Version %(version)s exists already; the next one is %(next)s."),
}
