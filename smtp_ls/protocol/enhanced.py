"""The enhanced status codes: what subject and detail mean, with which classes and reply codes they go."""

from typing import NamedTuple

CLASSES: dict[int, str] = {2: "success", 4: "persistent transient failure", 5: "permanent failure"}
"""What the class says, which is the first digit of the reply code too (RFC 3463 section 2, RFC 2034 section 4)."""

SUBJECTS: dict[int, str] = {
    0: "other or undefined",
    1: "addressing",
    2: "mailbox",
    3: "mail system",
    4: "network and routing",
    5: "mail delivery protocol",
    6: "message content or media",
    7: "security or policy",
}
"""What the second number says (RFC 3463 section 3)."""


class EnhancedCode(NamedTuple):
    """One enhanced status code of any class.

    `classes` are those that its document allows, or all where it does not restrict them. `basic` are the reply codes
    registered with it, a list that RFC 5248 section 2.4 calls incomplete; 5 is all of 5yz and 0 any code. A basic code
    may be of a class that is not among `classes` (552 of X.2.2): both are in use then. `newer`: it came after the first
    registry, that of RFC 5248. `meaning` adds to the title and may be empty. `rfc` is "number#section"; where it is
    empty, `source` says what else was read.
    """

    code: str
    title: str
    classes: tuple[int, ...]
    basic: tuple[int, ...]
    meaning: str
    rfc: str
    deprecated: bool = False
    newer: bool = False
    verified: bool = True
    source: str = ""


_ROWS = (
    # code, title, classes, basic, meaning, rfc
    EnhancedCode("X.0.0", "Other undefined status", (2, 4, 5), (0,), "only the class is known", "3463#3.1"),
    EnhancedCode("X.1.0", "Other address status", (2, 4, 5), (), "something about an address, no detail", "3463#3.2"),
    EnhancedCode("X.1.1", "Bad destination mailbox address", (5,), (451, 550), "local part does not exist",
                 "3463#3.2"),
    EnhancedCode("X.1.2", "Bad destination system address", (5,), (), "domain does not exist or takes no mail",
                 "3463#3.2"),
    EnhancedCode("X.1.3", "Bad destination mailbox address syntax", (5,), (501,), "recipient syntax wrong",
                 "3463#3.2"),
    EnhancedCode("X.1.4", "Destination mailbox address ambiguous", (2, 4, 5), (),
                 "address matches more than one recipient", "3463#3.2"),
    EnhancedCode("X.1.5", "Destination address valid", (2,), (250,), "for positive reports", "3463#3.2"),
    EnhancedCode("X.1.6", "Destination mailbox has moved, no forwarding address", (5,), (), "was valid once",
                 "3463#3.2"),
    EnhancedCode("X.1.7", "Bad sender's mailbox address syntax", (2, 4, 5), (), "sender syntax wrong", "3463#3.2"),
    EnhancedCode("X.1.8", "Bad sender's system address", (2, 4, 5), (451, 501),
                 "sender domain does not exist or takes no mail", "3463#3.2"),
    EnhancedCode("X.1.9", "Message relayed to non-compliant mailer", (2, 4, 5), (),
                 "relayed to a system that gives no status", "3886#3.3.4"),
    EnhancedCode("X.1.10", "Recipient address has null MX", (2, 4, 5), (556,), "recipient domain publishes null MX",
                 "7505#6", newer=True),
    EnhancedCode("X.2.0", "Other or undefined mailbox status", (2, 4, 5), (), "mailbox exists, no detail",
                 "3463#3.3"),
    EnhancedCode("X.2.1", "Mailbox disabled, not accepting messages", (4, 5), (), "temporarily or for good",
                 "3463#3.3"),
    EnhancedCode("X.2.2", "Mailbox full", (4,), (552,),
                 "over quota; temporary by RFC 3463, but 552 5.2.2 is what servers send", "3463#3.3"),
    EnhancedCode("X.2.3", "Message length exceeds administrative limit", (5,), (552,), "per-mailbox size limit",
                 "3463#3.3"),
    EnhancedCode("X.2.4", "Mailing list expansion problem", (4, 5), (450, 452), "list cannot be expanded",
                 "3463#3.3"),
    EnhancedCode("X.3.0", "Other or undefined mail system status", (2, 4, 5), (221, 250, 421, 451, 550, 554),
                 "destination system problem", "3463#3.4"),
    EnhancedCode("X.3.1", "Mail system full", (4,), (452,), "system storage", "3463#3.4"),
    EnhancedCode("X.3.2", "System not accepting network messages", (4, 5), (453, 521),
                 "shutdown, load, maintenance, or never accepts", "3463#3.4"),
    EnhancedCode("X.3.3", "System not capable of selected features", (2, 4, 5), (),
                 "feature not supported at destination", "3463#3.4"),
    EnhancedCode("X.3.4", "Message too big for system", (5,), (552, 554), "system size limit", "3463#3.4"),
    EnhancedCode("X.3.5", "System incorrectly configured", (2, 4, 5), (), "misconfiguration", "3463#3.4"),
    EnhancedCode("X.3.6", "Requested priority was changed", (2,), (250, 251),
                 "accepted with another priority; the text begins with it", "6710#10", newer=True),
    EnhancedCode("X.4.0", "Other or undefined network or routing status", (2, 4, 5), (), "network problem",
                 "3463#3.5"),
    EnhancedCode("X.4.1", "No answer from host", (4,), (451,), "connection not answered", "3463#3.5"),
    EnhancedCode("X.4.2", "Bad connection", (4,), (421,), "connection broke", "3463#3.5"),
    EnhancedCode("X.4.3", "Directory server failure", (4,), (451, 550), "e.g. DNS unreachable", "3463#3.5"),
    EnhancedCode("X.4.4", "Unable to route", (4, 5), (), "no next hop, e.g. DNS gives only SOA", "3463#3.5"),
    EnhancedCode("X.4.5", "Mail system congestion", (4,), (451,), "overloaded", "3463#3.5"),
    EnhancedCode("X.4.6", "Routing loop detected", (4,), (), "too many hops", "3463#3.5"),
    EnhancedCode("X.4.7", "Delivery time expired", (2, 4, 5), (), "too old", "3463#3.5"),
    EnhancedCode("X.5.0", "Other or undefined protocol status", (2, 4, 5),
                 (220, 250, 251, 252, 253, 451, 452, 454, 458, 459, 501, 502, 503, 554), "protocol problem",
                 "3463#3.6"),
    EnhancedCode("X.5.1", "Invalid command", (5,), (430, 500, 501, 503, 530, 550, 554, 555),
                 "out of sequence or unsupported", "3463#3.6"),
    EnhancedCode("X.5.2", "Syntax error", (5,), (500, 501, 502, 550, 555), "could not be parsed", "3463#3.6"),
    EnhancedCode("X.5.3", "Too many recipients", (2, 4, 5), (451,),
                 "more recipients than can be delivered; the registry says 451, RFC 5321 says 452", "3463#3.6"),
    EnhancedCode("X.5.4", "Invalid command arguments", (5,), (451, 501, 502, 503, 504, 550, 555),
                 "arguments out of range or unknown", "3463#3.6"),
    EnhancedCode("X.5.5", "Wrong protocol version", (2, 4, 5), (), "version mismatch", "3463#3.6"),
    EnhancedCode("X.5.6", "Authentication exchange line is too long", (4, 5), (500,),
                 "AUTH response larger than buffer", "4954#6"),
    EnhancedCode("X.6.0", "Other or undefined media error", (2, 4, 5), (), "content problem", "3463#3.7"),
    EnhancedCode("X.6.1", "Media not supported", (5,), (), "next hop cannot take the media", "3463#3.7"),
    EnhancedCode("X.6.2", "Conversion required and prohibited", (2, 4, 5), (), "must convert, may not", "3463#3.7"),
    EnhancedCode("X.6.3", "Conversion required but not supported", (2, 4, 5), (554,),
                 "e.g. 8bit to 7bit not possible", "3463#3.7"),
    EnhancedCode("X.6.4", "Conversion with loss performed", (2, 5), (250,),
                 "warning; permanent if loss was prohibited", "3463#3.7"),
    EnhancedCode("X.6.5", "Conversion failed", (4, 5), (), "conversion did not work", "3463#3.7"),
    EnhancedCode("X.6.6", "Message content not available", (4, 5), (554,), "remote content (BURL) not fetched",
                 "4468#5"),
    EnhancedCode("X.6.7", "Non-ASCII addresses not permitted for that sender/recipient", (4, 5), (550, 553),
                 "MAIL or RCPT needs ASCII", "6531#4", newer=True),
    EnhancedCode("X.6.8", "UTF-8 string reply is required, but not permitted by the SMTP client", (2, 4, 5),
                 (252, 550, 553), "VRFY/EXPN without SMTPUTF8", "6531#4", newer=True),
    EnhancedCode("X.6.9", "UTF-8 header message cannot be transferred to one or more recipients", (4, 5), (550,),
                 "refused after the mail data; RFC 6531 section 3.5 says 554", "6531#4", newer=True),
    EnhancedCode("X.6.10", "Duplicate of X.6.8", (2, 4, 5), (), "same as X.6.8, not to be used", "6531#4",
                 deprecated=True, newer=True),
    EnhancedCode("X.7.0", "Other or undefined security status", (2, 4, 5),
                 (220, 235, 450, 454, 500, 501, 503, 504, 530, 535, 550), "security or policy, no detail",
                 "3463#3.8"),
    EnhancedCode("X.7.1", "Delivery not authorized, message refused", (5,), (451, 454, 502, 503, 533, 550, 551),
                 "sender or host refused by policy; 4.7.1 is common too", "3463#3.8"),
    EnhancedCode("X.7.2", "Mailing list expansion prohibited", (5,), (550,), "not allowed to post", "3463#3.8"),
    EnhancedCode("X.7.3", "Security conversion required but not possible", (5,), (), "", "3463#3.8"),
    EnhancedCode("X.7.4", "Security features not supported", (5,), (504,), "", "3463#3.8"),
    EnhancedCode("X.7.5", "Cryptographic failure", (2, 4, 5), (), "cannot validate or decrypt, e.g. missing key",
                 "3463#3.8"),
    EnhancedCode("X.7.6", "Cryptographic algorithm not supported", (2, 4, 5), (), "", "3463#3.8"),
    EnhancedCode("X.7.7", "Message integrity failure", (2, 4, 5), (), "corrupted or altered", "3463#3.8"),
    EnhancedCode("X.7.8", "Authentication credentials invalid", (5,), (535, 554), "AUTH failed; BURL now has X.7.14",
                 "4954#6"),
    EnhancedCode("X.7.9", "Authentication mechanism is too weak", (5,), (534,), "", "4954#6"),
    EnhancedCode("X.7.10", "Encryption needed", (5,), (523,), "start TLS first", "5248#2.4"),
    EnhancedCode("X.7.11", "Encryption required for requested authentication mechanism", (5,), (524, 538),
                 "historical", "4954#6"),
    EnhancedCode("X.7.12", "A password transition is needed", (4,), (422, 432), "authenticate once with PLAIN",
                 "4954#6"),
    EnhancedCode("X.7.13", "User account disabled", (5,), (525,), "", "5248#2.4"),
    EnhancedCode("X.7.14", "Trust relationship required", (5,), (535, 554),
                 "the server needs to be trusted by a third party (BURL)", "5248#2.4"),
    EnhancedCode("X.7.15", "Priority level is too low", (4, 5), (450, 550), "any other 4yz or 5yz too", "6710#10",
                 newer=True),
    EnhancedCode("X.7.16", "Message is too big for the specified priority", (4, 5), (552,),
                 "any 4yz or 5yz; RFC 4865 section 6 gives the same number to a quota of its own", "6710#10",
                 newer=True),
    EnhancedCode("X.7.17", "Mailbox owner has changed", (5,), (5,),
                 "RRVS; RFC 4865 section 6 gives the same number to a quota of its own", "7293#15.3", newer=True),
    EnhancedCode("X.7.18", "Domain owner has changed", (5,), (5,), "RRVS", "7293#15.3", newer=True),
    EnhancedCode("X.7.19", "RRVS test cannot be completed", (5,), (5,), "no ownership timestamp", "7293#15.3",
                 newer=True),
    EnhancedCode("X.7.20", "No passing DKIM signature found", (5,), (550,),
                 "contrary to the advice of RFC 6376 section 6.1", "7372#3.1", newer=True),
    EnhancedCode("X.7.21", "No acceptable DKIM signature found", (5,), (550,), "", "7372#3.1", newer=True),
    EnhancedCode("X.7.22", "No valid author-matched DKIM signature found", (5,), (550,), "a special case of X.7.21",
                 "7372#3.1", newer=True),
    EnhancedCode("X.7.23", "SPF validation failed", (5,), (550,), "instead of the 5.7.1 of RFC 7208 section 8.4",
                 "7372#3.2", newer=True),
    EnhancedCode("X.7.24", "SPF validation error", (4, 5), (451, 550), "instead of the 4.4.3 and 5.5.2 of RFC 7208",
                 "7372#3.2", newer=True),
    EnhancedCode("X.7.25", "Reverse DNS validation failed", (5,), (550,), "", "7372#3.3", newer=True),
    EnhancedCode("X.7.26", "Multiple authentication checks failed", (5,), (550,), "e.g. SPF and DKIM", "7372#3.4",
                 newer=True),
    EnhancedCode("X.7.27", "Sender address has null MX", (5,), (550,), "", "7505#6", newer=True),
    EnhancedCode("X.7.28", "Mail flood detected", (2, 4, 5), (), "part of a flood of similar messages", "",
                 newer=True, verified=False, source="IANA registry"),
    EnhancedCode("X.7.29", "ARC validation failure", (5,), (550,), "", "8617#10.4", newer=True),
    EnhancedCode("X.7.30", "REQUIRETLS support required", (5,), (550,), "next hop lacks REQUIRETLS", "8689#7",
                 newer=True),
)  # fmt: skip

ENHANCED: dict[str, EnhancedCode] = {row.code: row for row in _ROWS}
"""Every registered code, by "X." with its subject and detail."""

VENDOR_SEEN = frozenset({"X.7.64"})
"""Codes that are not registered, though servers (Exchange Online) send them."""
