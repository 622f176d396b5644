"""From which devices people sign in: for whoever has to know that two accounts are likely one person."""

from ipaddress import ip_address

from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query
from livefair.people.models import SESSION

SIGN_INS_MAX = 200_000

_SIGN_INS = query(
    lambda person_id, address, agent: (person_id, address, agent),
    select(SESSION.c.person_id, SESSION.c.address, SESSION.c.agent)
    .where(SESSION.c.seen_at_ms >= bindparam("since"), SESSION.c.agent != "")
    .distinct()
    .order_by(SESSION.c.person_id, SESSION.c.address, SESSION.c.agent)
    .limit(SIGN_INS_MAX),
)


def devices_since(tx: ReadTx, since_ms: int) -> list[tuple[str, str]]:
    """(person, device) of everybody who was there since. A device is an address with the program used there; addresses
    that say nothing, such as the machine's own, are left out.
    """
    return [
        (person, f"{address} {agent}")
        for person, address, agent in tx.all(_SIGN_INS, since=since_ms)
        if _tells(address)
    ]


def _tells(address: str) -> bool:
    try:
        return not ip_address(address).is_loopback
    except ValueError:
        return False
