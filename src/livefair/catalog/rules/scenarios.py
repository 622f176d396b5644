"""What goods are used for, as words that brands and reviewers choose from. Pure."""

SCENARIOS = (
    "daily",
    "work",
    "home",
    "travel",
    "sport",
    "outdoors",
    "party",
    "as_a_gift",
    "with_children",
    "with_pets",
    "sensitive_skin",
    "small_space",
)
OF_PRODUCT_MAX = 6


def are_known(words: tuple[str, ...], *, most: int) -> bool:
    return len(words) == len(set(words)) <= most and all(word in SCENARIOS for word in words)
