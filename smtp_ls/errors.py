"""What keeps the command from doing its job, as one line for the user; each of these is exit code 2."""

from collections.abc import Iterable, Sequence


class JobError(Exception):
    """The job cannot be done; the text is one line that says why and, where it can, what to do."""


class UsageError(JobError):
    """The command line asks for something that there is not."""


class ConfigError(JobError):
    """A configuration file cannot be read or says something that it may not say; the text names file and key."""


def check_word(word: str, words: Sequence[str]) -> None:
    """UsageError, with a suggestion, when the word is none of these."""
    if word not in words:
        raise UsageError(f'unknown value "{word}"{suggestion(word, words) or ";"} it is one of {", ".join(words)}')


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the known word nearest to a mistyped one, or nothing when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only for a message about a mistake

    near = get_close_matches(word, list(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
