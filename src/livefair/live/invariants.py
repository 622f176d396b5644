"""What must always hold in rooms."""

from livefair.kernel import ReadTx
from livefair.live.captions import captions_off_air
from livefair.live.draws import miscounted_entries
from livefair.live.gifts import miscounted_givers, unpaid_gifts
from livefair.live.journal import miscounted_likes
from livefair.live.polls import miscounted_polls
from livefair.live.questions import miscounted_votes
from livefair.live.seats import misagreed_seats


def check(tx: ReadTx) -> list[str]:
    """Breaches in words: likes not tapped, votes not given, entries not made, captions off the air."""
    likes = [f"show {show_id} counts other likes than were tapped" for show_id in miscounted_likes(tx)]
    votes = [f"question {question_id} counts other votes than were given" for question_id in miscounted_votes(tx)]
    entries = [f"draw {draw_id} counts other entries than were made" for draw_id in miscounted_entries(tx)]
    polls = [f"poll {poll_id} counts other votes than were given" for poll_id in miscounted_polls(tx)]
    givers = [
        f"somebody's gifts in a show count otherwise than they were given: {who}" for who in miscounted_givers(tx)
    ]
    unpaid = [f"gift {gift_id} was never paid" for gift_id in unpaid_gifts(tx)]
    seats = [f"co-hosts were promised what is not there, or nothing was agreed: {each}" for each in misagreed_seats(tx)]
    captions = [f"caption {caption_id} was not said on air" for caption_id in captions_off_air(tx)]
    return likes + votes + entries + polls + givers + unpaid + seats + captions
