"""Live: rooms and their shows (场次), chat, questions, pins, pulses, who was there, replays.

A show binds a host, an assortment of goods and a scene. What must be exact or is somebody's decision (a pin, a vote, an
answer, a mute) is a use case with a fact. What only moves the room (a chat line, a like, a pulse, a stay) is a signal:
checked, sent to everybody at once, and journalled in batches by `journal`. Live sits over the shop; of a product it
keeps only ids and a picture of how it was shown.

Read models are in `queries`, signals in `chat` and `journal`, what browsers are told in `room_events`, reporting in
`shown`; each capability's rarer use cases are in its own file.
"""

from livefair.live.assortments import assort, assortment_of
from livefair.live.chat import hide_line
from livefair.live.invariants import check
from livefair.live.models import MUTE_REASONS, PULSES, SCENES, SOURCES
from livefair.live.muting import Why, mute, unmute
from livefair.live.on_air import show_for, show_on_air
from livefair.live.pins import Goods, current_pin, pin, unpin
from livefair.live.publishing import media_started, media_stopped
from livefair.live.pulses import answer_pulse
from livefair.live.questions import answer, answers_about, ask, dismiss, vote
from livefair.live.replays import Recording, publish_replay, replay_for
from livefair.live.rooms import is_stream_key, issue_stream_key, open_room, room_for, rooms_of
from livefair.live.shows import end_show, end_show_in, plan_show, start_show

__all__ = [
    "MUTE_REASONS",
    "PULSES",
    "SCENES",
    "SOURCES",
    "Goods",
    "Recording",
    "Why",
    "answer",
    "answer_pulse",
    "answers_about",
    "ask",
    "assort",
    "assortment_of",
    "check",
    "current_pin",
    "dismiss",
    "end_show",
    "end_show_in",
    "hide_line",
    "is_stream_key",
    "issue_stream_key",
    "media_started",
    "media_stopped",
    "mute",
    "open_room",
    "pin",
    "plan_show",
    "publish_replay",
    "replay_for",
    "room_for",
    "rooms_of",
    "show_for",
    "show_on_air",
    "start_show",
    "unmute",
    "unpin",
    "vote",
]
