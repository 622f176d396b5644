"""What is said when a format of selling refuses: blind boxes, groups, deposits, auctions."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_FORMATS: Final = {
    "balance_not_yet": N_("The balance cannot be paid yet."),
    "balance_open": N_("The balance is being paid already."),
    "balance_too_late": N_("The time for the balance is over."),
    "box_contents": N_("Please choose at least two kinds, each with at least one piece."),
    "box_not_paid": N_("This box is not paid yet, or its money has gone back."),
    "box_opened": N_("An opened box comes back only for a fault or a wrong delivery."),
    "box_opened_already": N_("This box is opened already."),
    "boxes_over": N_("These boxes are not sold any more."),
    "boxes_per_day": N_("One person may have %(limit)s of these boxes a day."),
    "boxes_per_person": N_("One person may have %(limit)s of these boxes in all."),
    "boxes_sealed": N_("The buyer has not opened the boxes yet. After a day they are opened by themselves."),
    "deposit_not_paid": N_("The deposit is not paid yet."),
    "deposit_too_high": N_("A deposit that can be lost is a fifth of the price at most."),
    "group_full": N_("This group is full, or its time is over."),
    "group_not_full": N_("The group is not full yet: nothing is sent before."),
    "group_over": N_("No new groups are opened any more."),
    "group_price_not_low": N_("The price for groups must be below the usual one."),
    "guarantee_needs_rare": N_("A guarantee needs a rare piece."),
    "in_group_already": N_("You have a seat in this group already."),
    "never_unseen": N_("Food, cosmetics and health goods are not sold unseen."),
    "not_your_own_boxes": N_("Who makes these boxes or runs this site does not buy them."),
    "not_your_own_group": N_("You do not buy your own goods in a group."),
    "not_your_product": N_("These goods are not yours."),
    "one_rare_piece": N_("A series has one rare piece at most."),
    "preorder_limit": N_("One buyer may have %(limit)s of these kept."),
    "preorder_over": N_("No deposits are taken any more."),
    "say_you_know": N_("Please say that you know when an opened box comes back."),
    "too_many_groups": N_("At most %(limit)s offers to groups can run at once."),
    "too_many_preorders": N_("At most %(limit)s offers in advance can run at once."),
    "too_many_series": N_("At most %(limit)s series can run at once."),
}
