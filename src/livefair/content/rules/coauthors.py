"""How many may make a video together, and what they may agree on. Pure."""

SHARE_BP_MAX = 9_000
"""So that whoever publishes and answers for a video has a part of it too."""
COAUTHORS_MAX = 4
ASKED_PER_DAY_MAX = 20


def fits(agreed_bp: int, share_bp: int) -> bool:
    """Whether a further part leaves the author one."""
    return agreed_bp + share_bp <= SHARE_BP_MAX
