#!/usr/bin/env python3
"""Checks lucky draws without trusting the fair that held them. Standard library only.

    python verify_draw.py draw.json …          files saved from /draws/{id}/proof.json
    python verify_draw.py https://…/draws/{id}/proof.json
    … | python verify_draw.py -

Prints one line per draw and ends with 0 when every one of them is right. How it works: draws.md beside this file.
"""

import hashlib
import hmac
import json
import re
import sys
import urllib.request
from pathlib import Path

FORMAT = "livefair-draw-1"
FIELDS = {"format", "id", "state", "rules", "commitment", "entries", "entries_root", "seed", "winners"}
PROMISED = {
    "format", "draw_id", "room_id", "show_id", "prize", "winners", "eligibility", "phrase", "opened_at_ms",
    "closes_at_ms",
}  # fmt: skip
BYTES_MAX = 20_000_000


class Wrong(Exception):
    """What is wrong with a draw, in words."""


def sha256(*parts):
    return hashlib.sha256("\n".join((FORMAT, *parts)).encode()).hexdigest()


def insist(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def check_promise(draw):
    """The rules are those that were committed to. Returns them."""
    insist(
        sha256("commitment", draw["seed"], draw["id"], draw["rules"]) == draw["commitment"],
        "the seed or the rules are not those of the commitment",
    )
    rules = json.loads(draw["rules"])
    insist(isinstance(rules, dict) and set(rules) == PROMISED, "the rules lack something")
    insist(rules["format"] == FORMAT and rules["draw_id"] == draw["id"], "the rules are those of another draw")
    return rules


def check_chain(draw, rules):
    """The entries are those that the running hashes stand for. Returns their tickets."""
    running, before_ms, tickets = sha256("entries", draw["id"]), rules["opened_at_ms"], []
    for place, entry in enumerate(draw["entries"], start=1):
        insist(set(entry) == {"position", "ticket", "at_ms", "running_hash"}, f"entry {place} has other fields")
        ticket, at_ms = entry["ticket"], entry["at_ms"]
        insist(entry["position"] == place, f"entry {place} is out of its place")
        insist(re.fullmatch("[0-9a-f]{32}", ticket) is not None, f"entry {place} has no proper ticket")
        insist(before_ms <= at_ms < rules["closes_at_ms"], f"entry {place} is out of its time")
        running = sha256("entry", running, str(place), ticket, str(at_ms))
        insist(entry["running_hash"] == running, f"the chain breaks at entry {place}")
        tickets.append(ticket)
        before_ms = at_ms
    insist(running == draw["entries_root"], "the chain ends elsewhere")
    insist(len(set(tickets)) == len(tickets), "a ticket is there twice")
    return tickets


def winners(draw, tickets, how_many):
    """Every entry gets a number; the lowest win."""

    def number(place, ticket):
        message = "\n".join((FORMAT, "winner", draw["entries_root"], str(place), ticket))
        return hmac.new(draw["seed"].encode(), message.encode(), hashlib.sha256).hexdigest()

    numbered = sorted((number(place, ticket), place, ticket) for place, ticket in enumerate(tickets, start=1))
    return [ticket for _, _, ticket in numbered[:how_many]]


def verify(draw):
    """Raises Wrong unless everything fits. Returns the winning tickets, first place first."""
    insist(isinstance(draw, dict) and set(draw) == FIELDS, "this is not a draw, or has other fields")
    insist(draw["format"] == FORMAT, "the format is unknown")
    insist(draw["state"] == "drawn", "not drawn yet")
    try:
        rules = check_promise(draw)
        tickets = check_chain(draw, rules)
        found = winners(draw, tickets, rules["winners"])
    except (TypeError, ValueError, AttributeError, KeyError) as mistake:
        raise Wrong(f"something is missing or of another kind: {mistake}") from mistake
    insist(found == draw["winners"], "others have won")
    return found


def read(place):
    if place == "-":
        return sys.stdin.read(BYTES_MAX)
    if place.startswith(("http://", "https://")):
        with urllib.request.urlopen(place, timeout=30) as answer:
            return answer.read(BYTES_MAX).decode()
    return Path(place).read_text("utf-8")


def main(places):
    failed = 0
    for place in places:
        try:
            won = verify(json.loads(read(place)))
        except (Wrong, ValueError, OSError) as mistake:
            failed += 1
            sys.stdout.write(f"WRONG  {place}: {mistake}\n")
        else:
            sys.stdout.write(f"right  {place}: {len(won)} winner(s): {' '.join(won) or 'nobody entered'}\n")
    return 1 if failed or not places else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
