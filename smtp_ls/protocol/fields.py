"""Header fields of messages: those that are met in mail, which of them stand once, and which take an address.

Rule 1: names are in lower case; `FIELDS` says how they are written. What is not listed is no mistake.
"""

_WRITTEN = """
Accept-Language Also-Control Alternate-Recipient Apparently-To Approved ARC-Authentication-Results
ARC-Message-Signature ARC-Seal Archived-At Auto-Submitted Authentication-Results Autocrypt Bcc Cc Comments
Content-Base Content-Description Content-Disposition Content-ID Content-Language Content-Length Content-Location
Content-MD5 Content-Transfer-Encoding Content-Type Date Deferred-Delivery Delivered-To Delivery-Date
Disposition-Notification-Options Disposition-Notification-To DKIM-Signature DomainKey-Signature Encoding Encrypted
Envelope-To Errors-To Expires Feedback-ID Followup-To From Importance In-Reply-To Incomplete-Copy Jabber-ID Keywords
List-Archive List-Help List-Id List-Owner List-Post List-Subscribe List-Unsubscribe List-Unsubscribe-Post Mail-Reply-To
Mailing-List Message-ID MIME-Version MT-Priority Newsgroups Organization Original-Message-ID Original-Recipient
Precedence Priority Received Received-SPF References Reply-By Reply-To Require-Recipient-Valid-Since Resent-Bcc
Resent-Cc Resent-Date Resent-From Resent-Message-ID Resent-Sender Resent-To Return-Path Return-Receipt-To Sender
Sensitivity Solicitation Status Subject Thread-Index Thread-Topic TLS-Report-Domain TLS-Report-Submitter TLS-Required
To User-Agent VBR-Info
"""

FIELDS = {name.lower(): name for name in _WRITTEN.split()}
"""Name in lower case -> as its document writes it (RFC 4021, RFC 5322, RFC 2045 and others)."""

ONCE = frozenset("date from sender reply-to to cc bcc message-id in-reply-to references subject".split())
"""Fields that a message has at most once (RFC 5322 section 3.6)."""

ENCODINGS = ("7bit", "8bit", "binary", "quoted-printable", "base64")
"""The values of Content-Transfer-Encoding (RFC 2045 section 6.1)."""
