"""The line beside an item in the list, in the language of its user: what is particular here, or else what it is at all.

Rule 1: what is particular is a phrase of `PHRASES` or of the tables of facts; names and values stay as they are.
"""

import re
from collections.abc import Mapping

from smtp_ls.completing.item import Item
from smtp_ls.pages import LANGUAGES, language, prose, translated
from smtp_ls.pages.rules import summary_of
from smtp_ls.rules import RULES

PHRASES: Mapping[str, str] = {
    # commands
    "drops the transaction": "membatalkan transaksi",
    "introduced already": "sudah memperkenalkan diri",
    "not before the reply to {}": "belum boleh sebelum balasan atas {}",
    "not before the reply to the message": "belum boleh sebelum balasan atas pesan",
    "not known to be offered": "belum tentu ditawarkan",
    "obsolete": "usang",
    "offers no extensions": "tanpa ekstensi",
    "private use": "penggunaan privat",
    "sends the password unencrypted": "kata sandi dikirim tanpa enkripsi",
    # what stands behind them
    "a recipient already": "sudah menjadi penerima",
    "an address, for want of a name": "alamat, bila tidak ada nama",
    "an empty response": "jawaban kosong",
    "cancels the exchange": "membatalkan autentikasi",
    "ends the message": "mengakhiri pesan",
    "nobody: for reports of failure": "tanpa pengirim: untuk laporan kegagalan",
    "unencrypted here": "di sini tanpa enkripsi",
    # replies
    "as usual": "yang lazim",
    "one more line": "satu baris lagi",
    "the last line": "baris terakhir",
    "the server's name": "nama server",
    # our own notation
    "by STARTTLS": "dengan STARTTLS",
    "from the start": "sejak awal",
    "no TLS at all": "sama sekali tanpa TLS",
    "a setting for this file": "pengaturan untuk berkas ini",
    # pieces
    "a delivery by LMTP: a reply for each recipient": "pengantaran dengan LMTP: satu balasan untuk tiap penerima",
    "a script that expects a refusal": "skrip yang mengharapkan penolakan",
    "a submission with STARTTLS and AUTH": "submission dengan STARTTLS dan AUTH",
    "a whole session: one message to one person": "satu sesi utuh: satu pesan untuk satu orang",
    "DATA, header fields, text and the dot": "DATA, field header, teks, dan titik",
    "sender and recipient, with reports of delivery": "pengirim dan penerima, dengan laporan pengantaran",
    "the message as one chunk, counted": "pesan sebagai satu potongan, sudah dihitung",
}
"""English and Indonesian; `{}` is one word, which stays."""

_WAITS = re.compile(r"not before the reply to (\S+)$")


def detail(item: Item, locale: str) -> str:
    """The line for an item; "" where there is nothing to say."""
    lang = language(locale)
    if item.detail:
        return item.detail if lang == LANGUAGES[0] else _translated(item.detail, lang)
    topic = item.topic
    if topic is None or topic.kind == "piece":
        return ""
    if topic.kind == "rule":
        return summary_of(RULES[topic.key], lang)
    found = prose(topic.kind, topic.key, lang)
    return found.get("summary", "") if found else ""


def _translated(phrase: str, lang: str) -> str:
    if phrase in PHRASES:
        return PHRASES[phrase]
    waits = _WAITS.match(phrase)
    return PHRASES["not before the reply to {}"].format(waits[1]) if waits else translated(phrase, lang)
