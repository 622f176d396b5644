"""What is said when something about programs of others refuses."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_OUTSIDE: Final = {
    "bad_webhook_kinds": N_("Please choose what is to be told."),
    "bad_webhook_url": N_("Please give an address that begins with https://, without a password in it."),
    "scope_needed": N_("This token may not do that: it lacks “%(scope)s”."),
    "too_many_webhooks": N_("A brand has at most %(limit)s webhooks."),
    "unknown_scope": N_("There is no such scope."),
    "webhook_not_waiting": N_("This message does not wait any more."),
    "webhook_paused": N_("This webhook is paused. Resume it first."),
}
