"""Which rules an AUTH exchange is worth asking: the gates of AUTH, of what is sent after it and of what answers it.

auth:PLAIN           AUTH, or a response, with this mechanism, likewise the others that rules are about; auth:SCRAM any
                     of that family, and its challenges
command:odd-auth     AUTH that is not a common mechanism and perhaps a response, one blank between them
response:verb        a response that begins with a verb
reply:cancelled      to `*`                           reply:odd-challenge   334 without a blank, or not base64
"""

import re

from smtp_ls.events import Command, Reply
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session import Step
from smtp_ls.session.acceptance import mechanism_of

_PLAIN_AUTH = re.compile(
    r"AUTH (?:PLAIN|LOGIN|EXTERNAL|GSSAPI|NTLM|XOAUTH2|OAUTHBEARER|(?:CRAM|DIGEST)-MD5|SCRAM-SHA-[0-9]{1,3}(?:-PLUS)?)"
    r"(?: \S+)?$",
    re.IGNORECASE,
)
_PLAIN_CHALLENGE = re.compile(r"334 [A-Za-z0-9+/]*=*$")
_JUDGED = frozenset(
    ("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "XOAUTH2", "OAUTHBEARER", "KERBEROS_V4", "SKEY", "XOAUTH")
)
"""The mechanisms that rules are about."""
_CHALLENGE = 334


def command_gates(command: Command) -> list[str]:
    """The gates of an AUTH line, besides those of every command."""
    gates = _of(mechanism_of(command.text))
    return gates if _PLAIN_AUTH.match(command.text) else ["command:odd-auth", *gates]


def response_gates(step: Step) -> list[str]:
    """The gates of what the client sends after AUTH."""
    exchange, words = step.before.exchange, step.event.text.split(maxsplit=1)
    gates = ["sasl-response", *(_of(exchange.mechanism) if exchange is not None else ())]
    return [*gates, "response:verb"] if words and words[0].upper() in VERBS else gates


def reply_gates(step: Step, reply: Reply) -> list[str]:
    """The gates of what answers AUTH, or what is sent after it, besides those of every reply."""
    if step.asked is not None and step.asked.text == "*":
        return ["reply:cancelled"]
    if reply.code != _CHALLENGE:
        return []
    scram = step.before.exchange is not None and step.before.exchange.mechanism.startswith("SCRAM-")
    gates = ["auth:SCRAM"] if scram else []
    return gates if _PLAIN_CHALLENGE.match(reply.text) else [*gates, "reply:odd-challenge"]


def _of(mechanism: str) -> list[str]:
    if mechanism.startswith("SCRAM-"):
        return ["auth:SCRAM"]
    return [f"auth:{mechanism}"] if mechanism in _JUDGED else []
