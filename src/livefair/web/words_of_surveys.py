"""What is said of micro-surveys."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_SURVEYS: Final = {
    "answer_needed": N_("Please choose a number, or choose “Rather not”."),
    "question_over": N_("This question was answered already, or its time is over."),
    "survey_items": N_("Choose between %(least)s and %(most)s items."),
    "survey_over": N_("This survey has ended already."),
    "survey_runs": N_("A survey of these people runs already. End it first."),
    "unknown_item": N_("There is no such question here."),
    "unknown_panel": N_("There is no such group to ask."),
}
