"""The public proof against docs/verify_draw.py, which knows nothing of the program."""

import copy
import runpy
from pathlib import Path
from random import Random

import msgspec
import pytest

from livefair.kernel import GUEST
from livefair.kernel.runner import run_due_now
from livefair.live.draw_proof import proof_of
from livefair.live.draws import Terms, draw_for, enter_draw, open_draw
from livefair.live.rules import draws as rules

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "docs/verify_draw.py"))
verify, Wrong = SCRIPT["verify"], SCRIPT["Wrong"]


def made(number):
    """A drawn proof by the program's own rules, without a database: sizes and seeds vary with the number."""
    rng = Random(number)
    draw_id, seed = f"draw-{number}", f"seed-{rng.getrandbits(128):x}"
    promise = rules.Promise(
        draw_id, "room", "show", "礼物 gift", rng.randint(1, 5), "everybody", "", 1_000, 1_000 + rng.randint(20, 90)
    )
    text, running, entries = rules.rules_text(promise), rules.first_hash(draw_id), []
    for position in range(1, rng.randint(0, 12) + 1):
        ticket, at_ms = rules.ticket_of(str(rng.getrandbits(64))), 1_000 + position
        running = rules.next_hash(running, position=position, ticket=ticket, at_ms=at_ms)
        entries.append({"position": position, "ticket": ticket, "at_ms": at_ms, "running_hash": running})
    tickets = [entry["ticket"] for entry in entries]
    won = rules.winners_of(seed, running, tickets, winners=promise.winners)
    return {
        "format": rules.FORMAT,
        "id": draw_id,
        "state": "drawn",
        "rules": text,
        "commitment": rules.commitment(seed, draw_id, text),
        "entries": entries,
        "entries_root": running,
        "seed": seed,
        "winners": [tickets[position - 1] for position in won],
    }


def test_the_script_derives_the_winners_of_a_thousand_draws():
    for number in range(1_000):
        draw = made(number)
        assert verify(draw) == draw["winners"]


def tampered_with(draw):
    """Every single field made into another of its kind, and what else somebody might try."""
    for name, known in draw.items():
        yield name, {**draw, name: changed(known)}
        yield f"without {name}", {key: value for key, value in draw.items() if key != name}
        yield f"{name} is nothing", {**draw, name: None}
    for index, entry in enumerate(draw["entries"]):
        for name, known in entry.items():
            other = copy.deepcopy(draw)
            other["entries"][index][name] = changed(known)
            yield f"entry {index} {name}", other
        less = copy.deepcopy(draw)
        del less["entries"][index]
        yield f"without entry {index}", less
    for name in msgspec.json.decode(draw["rules"]):
        said = msgspec.json.decode(draw["rules"])
        yield f"rules {name}", {**draw, "rules": msgspec.json.encode({**said, name: changed(said[name])}).decode()}
    yield "one field more", {**draw, "note": "trust me"}
    yield "winners in another order", {**draw, "winners": draw["winners"][::-1]}
    yield "fewer winners", {**draw, "winners": draw["winners"][:-1]}


def changed(known):
    match known:
        case int():
            return known + 1
        case str():
            return ("0" if known[:1] != "0" else "1") + known[1:]
        case list():
            return [*known, *known[:1]]


def test_a_draw_that_was_tampered_with_anywhere_fails():
    draw = next(draw for draw in map(made, range(100)) if len(draw["winners"]) > 1 and len(draw["entries"]) > 4)
    verify(draw)
    tried = list(tampered_with(draw))
    assert len(tried) > 50
    for what, other in tried:
        with pytest.raises(Wrong):
            assert verify(other) is None, what


def test_entries_made_up_afterwards_fail_though_their_chain_is_whole():
    """Somebody who knows the seed and makes the list anew is given away by the running hash of any entrant."""
    draw = next(draw for draw in map(made, range(100)) if len(draw["entries"]) > 4)
    receipt = draw["entries"][3]
    running, forged = rules.first_hash(draw["id"]), []
    for position, entry in enumerate([*draw["entries"][1:], draw["entries"][0]], start=1):
        at_ms = 1_000 + position
        running = rules.next_hash(running, position=position, ticket=entry["ticket"], at_ms=at_ms)
        forged.append({**entry, "position": position, "at_ms": at_ms, "running_hash": running})
    tickets = [entry["ticket"] for entry in forged]
    won = rules.winners_of(draw["seed"], running, tickets, winners=msgspec.json.decode(draw["rules"])["winners"])
    other = {**draw, "entries": forged, "entries_root": running, "winners": [tickets[place - 1] for place in won]}
    verify(other)
    assert receipt not in other["entries"]


def test_the_proof_of_a_real_draw_is_right_and_names_nobody(db, clock, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("A tin of tea", winners=2))
    people = [join(f"viewer{number}") for number in range(5)]
    for actor in people:
        clock.advance(1_000)
        db.write_now(enter_draw, actor, draw.id)
    secret = proof(db, draw.id)
    assert (secret["seed"], secret["winners"], secret["state"]) == (None, None, "open")
    with pytest.raises(Wrong, match="not drawn yet"):
        verify(secret)
    clock.advance(60_000)
    run_due_now(db)
    shown = proof(db, draw.id)
    assert len(verify(shown)) == 2
    assert shown["commitment"] == secret["commitment"]
    assert not any(actor.id in str(shown) for actor in people)


def proof(db, draw_id):
    return msgspec.to_builtins(db.read_now(lambda tx: proof_of(tx, draw_for(tx, GUEST, draw_id)[0])))
