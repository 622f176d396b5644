"""An agency with a host on its roster and a planner who may not move its money."""

from collections.abc import Callable
from typing import NamedTuple

from livefair.kernel import DAY_MS, Actor, Database
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, add_member, invite_host


class Agency(NamedTuple):
    owner: Actor
    planner: Actor
    host: Actor
    id: str
    contract_id: str


def agency(db: Database, join: Callable[..., Actor]) -> Agency:
    founder, planner, host = join("mei"), join("pia"), join("lin", "host")
    mcn_id = db.write_now(found_organisation, founder, kind="mcn", name="Bright")
    owner = db.read_now(actor_of, founder.id)
    db.write_now(add_member, owner, mcn_id, planner.id)
    contract = db.write_now(invite_host, owner, host.id, share_bp=2_000, ends_at_ms=db.clock() + 90 * DAY_MS)
    db.write_now(accept_contract, host, contract)
    return Agency(owner, db.read_now(actor_of, planner.id), host, mcn_id, contract)
