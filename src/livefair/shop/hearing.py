"""A provider's word, whatever it is about, finds the use case that acts on it."""

from livefair.kernel import SYSTEM, Actor, WriteTx, not_found, require
from livefair.shop.disputes import hear_of_dispute
from livefair.shop.failed_refunds import hear_of_refund
from livefair.shop.payment_pages import hear_of_page, page_called
from livefair.shop.provider_words import DisputeWord, PageWord, ProviderWord


def hear(tx: WriteTx, actor: Actor, provider: str, word: ProviderWord) -> None:
    """Act on a word whose signature was found right. Said again, or overtaken, it changes nothing."""
    require(actor == SYSTEM, "program_only")
    if not isinstance(word, DisputeWord) and page_called(tx, word.page_id).provider != provider:
        not_found("payment_page")  # one provider cannot speak for another
    if isinstance(word, PageWord):
        hear_of_page(tx, actor, word)
    elif isinstance(word, DisputeWord):
        hear_of_dispute(tx, actor, provider, word)
    else:
        hear_of_refund(tx, actor, word)
