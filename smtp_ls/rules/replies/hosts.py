"""How a server calls itself, which comes first in its greeting and in its reply to EHLO."""

import re

_HOST = re.compile(r"\s*(?:(?:[\w-]+(?:\.[\w-]+)*)\.?(?=[\s,;:]|$)|\[|<|\.\.\.|\u2026|.*\{\{)")
"""A host, an address in brackets, or what stands for them."""
_WORDS = frozenset(
    "aloha bonjour esmtp esmtps go greetings hallo hello here hey hi hola lmtp ok ready smtp sure the this welcome "
    "yes".split()
)
"""What servers say where their name should be."""
_WORD = re.compile(r"\s*([A-Za-z]+)(?=[\s,;:!.]|$)")


def names_no_host(says: str) -> bool:
    """Is this text surely without a host or address at its beginning? A single word may be a host, so it may pass."""
    return _HOST.match(says) is None


def greets_only(says: str) -> bool:
    """Does this text begin with a word that is no host's name, though it might be one?"""
    word = _WORD.match(says)
    return word is not None and word[1].lower() in _WORDS
