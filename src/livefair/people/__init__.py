"""People: who is here. Accounts, sign-in, roles, organisations (brands, MCNs), follows and blocks, consent.

Everybody who joins is a customer; other roles are added to that. Roles say which workspace opens; what somebody may
do with a thing is decided where the thing is.
"""

from livefair.people.accounts import (
    actor_of,
    become_host,
    choose_language,
    give_role,
    person_called,
    person_for,
    set_avatar,
    set_password,
    sign_up,
    take_role,
    update_profile,
)
from livefair.people.follows import block, follow, follows, hidden_from, is_blocked, unblock, unfollow
from livefair.people.models import ROLES
from livefair.people.organisations import contract_in_force, found_organisation, organisation_for
from livefair.people.queries import PersonCard, organisation_names, person_card, person_cards
from livefair.people.removals import in_sight, is_removed, require_standing
from livefair.people.rules import clean_line, clean_text

__all__ = [
    "ROLES",
    "PersonCard",
    "actor_of",
    "become_host",
    "block",
    "choose_language",
    "clean_line",
    "clean_text",
    "contract_in_force",
    "follow",
    "follows",
    "found_organisation",
    "give_role",
    "hidden_from",
    "in_sight",
    "is_blocked",
    "is_removed",
    "organisation_for",
    "organisation_names",
    "person_called",
    "person_card",
    "person_cards",
    "person_for",
    "require_standing",
    "set_avatar",
    "set_password",
    "sign_up",
    "take_role",
    "unblock",
    "unfollow",
    "update_profile",
]
