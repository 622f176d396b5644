#!/usr/bin/env python3
"""Checks auctions without trusting the fair that held them. Standard library only.

    python verify_auction.py auction.json …          files saved from /auctions/{id}/proof.json
    python verify_auction.py https://…/auctions/{id}/proof.json

Prints one line per auction and ends with 0 when every one of them is right. How it works: auctions.md beside this file.
"""

import hashlib
import json
import sys
import urllib.request
from pathlib import Path

FORMAT = "livefair-auction-1"
BYTES_MAX = 50_000_000


class Wrong(Exception):
    """What is wrong with an auction, in words."""


def sha256(*parts):
    return hashlib.sha256("\n".join((FORMAT, *parts)).encode()).hexdigest()


def insist(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def check_chain(auction):
    """Every line follows from the one before; the last is the root."""
    running, before_ms = sha256("bids", auction["id"]), 0
    for place, bid in enumerate(auction["bids"], start=1):
        insist(bid["position"] == place, f"line {place} is out of its place")
        insist(bid["kind"] in ("bid", "retract"), f"line {place} is of an unknown kind")
        insist(bid["at_ms"] >= before_ms, f"line {place} is out of its time")
        parts = (str(place), bid["kind"], bid["bidder"], bid["digest"], str(bid["at_ms"]))
        running, before_ms = sha256("bid", running, *parts), bid["at_ms"]
        insist(bid["running_hash"] == running, f"the chain breaks at line {place}")
    insist(running == auction["root"], "the chain ends elsewhere")


def standing(bids, auction, pieces):
    """The bids that lead, those of them that win, and the price."""
    ranked = sorted(bids.values(), key=lambda bid: (-bid["max_minor"], bid["position"]))
    leading, beaten, price = ranked[:pieces], ranked[pieces : pieces + 1], auction["start_minor"]
    if beaten:
        price = min(leading[-1]["max_minor"], max(price, beaten[0]["max_minor"] + auction["step_minor"]))
    winners = [bid for bid in leading if bid["max_minor"] >= auction["reserve_minor"]]
    return leading, winners, max(price, auction["reserve_minor"]) if winners else price


def least(bids, auction, bidder):
    """What somebody had to offer at least at that moment."""
    leading, _, price = standing(bids, auction, auction["pieces"])
    own = [bid["max_minor"] for bid in leading if bid["bidder"] == bidder]
    if own:
        return own[0] + auction["step_minor"]
    return auction["start_minor"] if len(leading) < auction["pieces"] else price + auction["step_minor"]


def replay(auction):
    """Takes every bid again, in the rules. Returns what everybody offers at the end, and when time was over."""
    bids, gone, closes = {}, set(), auction["first_closes_at_ms"]
    for bid in auction["bids"]:
        place, who, at_ms = bid["position"], bid["bidder"], bid["at_ms"]
        digest = sha256("max", bid["nonce"], auction["id"], who, str(bid["max_minor"]))
        insist(digest == bid["digest"], f"line {place}: another amount than was promised")
        insist(at_ms < closes, f"line {place} came when time was over")
        if bid["kind"] == "retract":
            insist(who in bids, f"line {place} takes back what is not there")
            gone.add(bids.pop(who)["bidder"])
        else:
            insist(who not in gone, f"line {place}: who takes back bids no more")
            insist(bid["max_minor"] >= least(bids, auction, who), f"line {place} is too low")
            bids[who] = bid
        if at_ms >= max(auction["opened_at_ms"], closes - auction["soft_ms"]):
            latest = auction["first_closes_at_ms"] + auction["extend_ms_max"]
            closes = max(closes, min(at_ms + auction["soft_ms"], latest))
    return bids, closes


def check_wins(auction, bids):
    """Who has won, in which order the pieces passed on, and for how much."""
    _, winners, price = standing(bids, auction, auction["pieces"])
    insist(auction["price_minor"] == price, "the price is another than the bids make it")
    wins = auction["wins"]
    first = wins_at_first(wins)
    found = [(win["bidder"], win["price_minor"]) for win in first]
    insist(sorted(found) == sorted((bid["bidder"], price) for bid in winners), "others have won, or at another price")
    marks = [win["bidder"] for win in wins]
    insist(len(set(marks)) == len(marks), "somebody has won twice")
    for win in wins:
        insist(win["bidder"] in bids, "somebody has won who did not bid")
        insist(auction["reserve_minor"] <= win["price_minor"], "sold below the reserve")
        insist(auction["start_minor"] <= win["price_minor"], "sold below the first price")
        insist(win["price_minor"] <= bids[win["bidder"]]["max_minor"], "more than was offered")
    for piece in {win["piece"] for win in wins}:
        states = [win["state"] for win in wins if win["piece"] == piece]
        insist(all(state == "lapsed" for state in states[:-1]), f"piece {piece} is with two")
    return sum(win["state"] != "lapsed" for win in wins)


def wins_at_first(wins):
    seen = set()
    return [win for win in wins if not (win["piece"] in seen or seen.add(win["piece"]))]


def check(auction):
    """What is right about it, in a line."""
    insist(auction.get("format") == FORMAT, "this is no auction of this format")
    check_chain(auction)
    name = f"auction {auction['id']}: {len(auction['bids'])} lines"
    if auction["state"] != "closed":
        return f"{name}, not over yet"
    digest = sha256("reserve", auction["reserve_salt"], auction["id"], str(auction["reserve_minor"]))
    insist(digest == auction["reserve_hash"], "the reserve is another than was promised")
    bids, closes = replay(auction)
    insist(closes == auction["closes_at_ms"], "it ended at another moment than the bids make it")
    return f"{name}, {check_wins(auction, bids)} sold"


def read(source):
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=30) as answer:  # the address is the reader's own
            return answer.read(BYTES_MAX)
    return sys.stdin.buffer.read(BYTES_MAX) if source == "-" else Path(source).read_bytes()


def main(sources):
    wrong = 0
    for source in sources:
        try:
            sys.stdout.write(f"right: {check(json.loads(read(source)))}\n")
        except (Wrong, KeyError, TypeError, ValueError) as error:
            wrong += 1
            sys.stdout.write(f"WRONG: {source} {error}\n")
    return 1 if wrong or not sources else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
