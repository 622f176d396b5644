"""The demo accounts: one per role, in demo worlds only, all with one password that is printed at the start."""

from livefair.kernel import ReadTx
from livefair.people import ROLES, person_called

DEMO_DOMAIN = "demo.livefair.example"


def demo_address(role: str) -> str:
    return f"{role}@{DEMO_DOMAIN}"


def demo_accounts(tx: ReadTx) -> list[str]:
    """The addresses of the demo accounts that this database has: none, unless it is a demo world."""
    return [address for role in ROLES if person_called(tx, address := demo_address(role))]
