"""What the public may check a lucky draw by: everything that decided it, and nothing that names a person."""

import msgspec

from livefair.kernel import ReadTx
from livefair.live.draws import Draw, entries_of, winners_of
from livefair.live.rules.draws import FORMAT


class EntryProof(msgspec.Struct, frozen=True, kw_only=True):
    """`running_hash` stands for this entry and all before it; times in ms since 1970."""

    position: int
    ticket: str
    at_ms: int
    running_hash: str


class DrawProof(msgspec.Struct, frozen=True, kw_only=True):
    """`rules` is a JSON text, hashed letter by letter. Seed and winners (tickets, first place first) when drawn."""

    format: str
    id: str
    state: str
    rules: str
    commitment: str
    entries: list[EntryProof]
    entries_root: str
    seed: str | None
    winners: list[str] | None


def proof_of(tx: ReadTx, draw: Draw) -> DrawProof:
    is_drawn = draw.state == "drawn"
    return DrawProof(
        format=FORMAT,
        id=draw.id,
        state=draw.state,
        rules=draw.rules,
        commitment=draw.commitment,
        entries=[EntryProof(**entry._asdict()) for entry in entries_of(tx, draw.id)],
        entries_root=draw.entries_root,
        seed=draw.seed if is_drawn else None,
        winners=[winner.ticket for winner in winners_of(tx, draw.id)] if is_drawn else None,
    )
