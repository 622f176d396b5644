"""What happened with co-hosts' seats. `share_bp` is the guest's part of what the host gets, in basis points."""

from livefair.kernel import Fact


class SeatOffered(Fact, frozen=True, kw_only=True):
    """The host invited somebody, or (`begun_by` guest) somebody asked to come on."""

    room_id: str
    show_id: str
    seat_id: str
    guest_id: str
    begun_by: str
    share_bp: int


class SeatTermsProposed(Fact, frozen=True, kw_only=True):
    """One side wants another split; nothing changes before the other accepts that version."""

    room_id: str
    show_id: str
    seat_id: str
    guest_id: str
    version: int
    share_bp: int
    side: str


class SeatTermsAgreed(Fact, frozen=True, kw_only=True):
    """Both want this version: it holds for what is sold and given from now on."""

    room_id: str
    show_id: str
    seat_id: str
    guest_id: str
    version: int
    share_bp: int
    by: str


class SeatTaken(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    seat_id: str
    guest_id: str
    place: int


class SeatEnded(Fact, frozen=True, kw_only=True):
    """`why` is declined, withdrawn, left, removed or show_over; `sat_ms` is 0 for who was never seated."""

    room_id: str
    show_id: str
    seat_id: str
    guest_id: str
    why: str
    by: str
    sat_ms: int


class SeatPicturesChanged(Fact, frozen=True, kw_only=True):
    """Pictures of a co-host came, or ceased."""

    room_id: str
    show_id: str
    seat_id: str
    is_live: bool
