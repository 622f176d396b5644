"""Look after accounts: the first operator of a new site is made here.

  livefair accounts list
  livefair accounts create ada@fair.example --name Ada --role operator
  livefair accounts set-password ada@fair.example
  livefair accounts give-role ada@fair.example moderator

A password is read from the terminal, or from standard input when that is no terminal.
"""

import argparse
import getpass
import sys

from livefair.commands.shared import PLACE_SETTINGS, CommandError, existing_database, say
from livefair.kernel import SYSTEM, Actor, Database, WriteTx
from livefair.kernel.settings import Settings
from livefair.people import ROLES, actor_of, give_role, person_called, set_password, sign_up
from livefair.people.passwords import hash_password
from livefair.people.queries import newest_people
from livefair.people.rules import check_password

SETTINGS = PLACE_SETTINGS
LISTED_MAX = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help=f"the newest {LISTED_MAX} people and their roles")
    create = actions.add_parser("create", help="make an account")
    create.add_argument("email")
    create.add_argument("--name", required=True, help="the name that others see")
    create.add_argument("--role", choices=ROLES, action="append", default=[], help="beside customer; may be repeated")
    create.add_argument("--locale", choices=("zh", "en"), default="en", help="the language of the pages")
    password = actions.add_parser("set-password", help="give an account another password")
    password.add_argument("email")
    role = actions.add_parser("give-role", help="open another workspace to an account")
    role.add_argument("email")
    role.add_argument("role", choices=ROLES)


def run(settings: Settings, options: argparse.Namespace) -> int:
    with existing_database(settings) as db:
        ACTIONS[options.action](db, options)
    return 0


def show_accounts(db: Database, _options: argparse.Namespace) -> None:
    for person in db.read_now(newest_people, most=LISTED_MAX):
        roles = ", ".join(sorted(db.read_now(actor_of, person.id).roles))
        say(f"{person.email:<44} {person.name:<24} {roles}")


def create_account(db: Database, options: argparse.Namespace) -> None:
    password = asked_password(options.email)

    def create(tx: WriteTx, actor: Actor) -> None:
        person_id = sign_up(
            tx,
            actor,
            email=options.email,
            name=options.name,
            password_hash=hash_password(password),
            locale=options.locale,
        )
        for role in options.role:
            give_role(tx, SYSTEM, person_id, role)

    db.write_now(create, SYSTEM)
    say(f"{options.email} can sign in now")


def change_password(db: Database, options: argparse.Namespace) -> None:
    person_id = person_of(db, options.email)
    db.write_now(set_password, SYSTEM, person_id, hash_password(asked_password(options.email)))
    say(f"{options.email} has a new password")


def give_a_role(db: Database, options: argparse.Namespace) -> None:
    db.write_now(give_role, SYSTEM, person_of(db, options.email), options.role)
    say(f"{options.email} is {options.role} now")


def person_of(db: Database, email: str) -> str:
    found = db.read_now(person_called, email)
    if found is None:
        raise CommandError(f"nobody has the address {email}")
    return found


def asked_password(email: str) -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("password: ")
        if password != getpass.getpass("the same again: "):
            raise CommandError("these were two passwords")
    else:
        password = sys.stdin.readline().rstrip("\n")
    check_password(password, email)
    return password


ACTIONS = {
    "list": show_accounts,
    "create": create_account,
    "set-password": change_password,
    "give-role": give_a_role,
}
