"""What is said when something about gifts or a wallet is refused."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_GIFTS: Final = {
    "adults_only": N_("Gifts, wallets and seats on air are for people of %(years)s years and more."),
    "age_first": N_("Please say first, in your wallet, on which day you were born."),
    "age_said_already": N_("You have said another day before. An operator can correct it."),
    "bad_birthday": N_("Please write the day on which you were born."),
    "changed_meanwhile": N_("This was changed at the same moment. Please look again."),
    "host_cannot_give": N_("Who runs the room cannot send gifts in it."),
    "house_day_limit": N_("The house lets nobody give more than that in 24 hours."),
    "house_month_limit": N_("The house lets nobody give more than that in 30 days."),
    "not_stuck": N_("This money is on its way or settled already. Look at the list again."),
    "own_day_limit": N_("That is more than you wanted to give in 24 hours. You set this limit in your wallet."),
    "own_month_limit": N_("That is more than you wanted to give in 30 days. You set this limit in your wallet."),
    "take_back_over": N_("The time to take this gift back is over. Write to the operators if something is wrong."),
    "top_up": N_("Wallet top-up"),
    "top_up_open": N_("%(limit)s top-ups wait for their payment already. Finish or give up one of them first."),
    "unknown_gift": N_("There is no such gift."),
    "wallet_empty": N_("There is nothing in the wallet that could go back."),
    "wallet_full": N_("A wallet cannot hold that much."),
    "wallet_short": N_("There is not enough in your wallet. Please top it up."),
}
