"""The words that hover puts around facts ("legal here", "answers line 3"), in every language side by side."""

from collections.abc import Mapping

from smtp_ls.pages import LANGUAGES

LABELS: Mapping[str, tuple[str, str]] = {
    # verbs
    "legal": ("Legal here.", "Boleh di sini."),
    "legal as far": ("Legal here, as far as the file shows.", "Boleh di sini, sejauh yang terlihat di berkas."),
    "out of order": (
        "Out of order here. It may come {0}. What may come: {1}.",
        "Salah urutan di sini. Boleh dikirim {0}. Yang boleh di sini: {1}.",
    ),
    "no command": ("Out of order here: no command may come.", "Salah urutan di sini: tidak ada perintah yang boleh."),
    "spent": ("Out of order here: {0}. What may come: {1}.", "Salah urutan di sini: {0}. Yang boleh di sini: {1}."),
    "unknown verb": ("No verb that SMTP knows.", "Bukan perintah yang dikenal SMTP."),
    "nearest": ("The nearest is {0}.", "Yang paling mirip: {0}."),
    "extension": ("extension {0}: {1}", "ekstensi {0}: {1}"),
    "replies": ("replies: {0}", "balasan: {0}"),
    "refusals": ("refusals: {0}", "penolakan: {0}"),
    "octets of": ("line: {0} octets with CRLF", "baris: {0} oktet termasuk CRLF"),
    "data lines": ("mail data: lines {0} to {1}", "isi surel: baris {0} sampai {1}"),
    "data ends": ("ends at line {0}, with a lone dot", "berakhir di baris {0}, dengan satu titik"),
    "data open": ("no lone dot ends it in this file", "tidak ada titik penutupnya di berkas ini"),
    # what the EHLO reply offers
    "advertised": ("advertised (line {0})", "ditawarkan (baris {0})"),
    "advertised somewhere": ("advertised", "ditawarkan"),
    "not advertised": (
        "not advertised by the EHLO reply (EHLO at line {0})",
        "tidak ditawarkan dalam balasan EHLO (EHLO di baris {0})",
    ),
    "not advertised at all": ("not advertised", "tidak ditawarkan"),
    "list not shown": ("the list of extensions is not shown", "daftar ekstensi tidak terlihat"),
    # addresses
    "reverse-path": ("reverse-path: where delivery failures go", "reverse-path: tujuan laporan gagal kirim"),
    "forward-path": ("forward-path: a recipient", "forward-path: penerima"),
    "mailbox": ("mailbox", "kotak surat"),
    "null": (
        "The null reverse-path: nobody. Reports are sent so, and nothing is reported back.",
        "Reverse-path kosong: bukan siapa-siapa. Laporan dikirim begini, dan tidak ada yang dilaporkan balik.",
    ),
    "local": (
        "local part: only the server of the domain knows what it means",
        "bagian lokal: hanya dimengerti oleh server domainnya",
    ),
    "quoted": ("quoted string: stands for {0}", "string berkutip: berarti {0}"),
    "detail": (
        "{0} is a detail after `+`, if that server takes it so (RFC 5233)",
        "{0} adalah rincian sesudah `+`, kalau server itu memahaminya begitu (RFC 5233)",
    ),
    "postmaster": (
        "every server has to accept it (RFC 5321 section 4.5.1)",
        "setiap server wajib menerimanya (RFC 5321 bagian 4.5.1)",
    ),
    "needs utf8": ("not ASCII: needs SMTPUTF8", "bukan ASCII: memerlukan SMTPUTF8"),
    "source route": (
        "source route, to be ignored (RFC 5321 appendix C)",
        "rute sumber, harus diabaikan (RFC 5321 lampiran C)",
    ),
    "domain": ("domain", "domain"),
    "U-label": ("U-label: {0}", "U-label: {0}"),
    "A-label": ("A-label: {0}", "A-label: {0}"),
    "bad A-label": ("an A-label that does not decode: {0}", "A-label yang tidak dapat didekode: {0}"),
    "documentation": ("reserved for examples and tests (RFC 2606)", "dicadangkan untuk contoh dan uji coba (RFC 2606)"),
    "address literal": ("address literal: {0}", "literal alamat: {0}"),
    "not an address": (
        "address literal: no IP address that can be read",
        "literal alamat: bukan alamat IP yang dapat dibaca",
    ),
    "loopback": ("loopback", "loopback"),
    "private": ("private or reserved", "privat atau dicadangkan"),
    "global": ("public", "publik"),
    "limit": ("{0} of at most {1} octets", "{0} dari paling banyak {1} oktet"),
    "over limit": ("**{0} octets: over the limit of {1}**", "**{0} oktet: melampaui batas {1}**"),
    "server name": ("the server's name", "nama server"),
    "client name": ("the client's name", "nama klien"),
    # parameters
    "unknown parameter": ("No parameter that SMTP knows.", "Bukan parameter yang dikenal SMTP."),
    "other verb": ("not for {0}: it belongs to {1}", "bukan untuk {0}: ini milik {1}"),
    "decoded": ("decoded: {0}", "setelah dekode: {0}"),
    "octets": ("{0} octets", "{0} oktet"),
    "megabytes": ("{0} octets, {1}", "{0} oktet, {1}"),
    "offered size": ("the server takes {0}", "server menerima {0}"),
    "no size limit": ("no fixed limit", "tanpa batas tetap"),
    "seconds": ("{0} seconds", "{0} detik"),
    "mechanisms": ("mechanisms: {0}", "mekanisme: {0}"),
    "unknown keyword": (
        "A keyword that no document we know defines.",
        "Kata kunci yang tidak ditetapkan dokumen mana pun yang kami kenal.",
    ),
    # BDAT
    "counted": ("octets shown: {0} (announced: {1})", "oktet yang terlihat: {0} (diumumkan: {1})"),
    "counted alike": ("octets shown: {0}, as announced", "oktet yang terlihat: {0}, sesuai yang diumumkan"),
    "counted least": ("octets shown: more than {0}", "oktet yang terlihat: lebih dari {0}"),
    "chunk": (
        "Chunk of the BDAT at line {0}: {1} octets with CRLF, after {2} of {3}.",
        "Potongan dari BDAT di baris {0}: {1} oktet termasuk CRLF, sesudah {2} dari {3}.",
    ),
    "chunk uncounted": ("Chunk: {0} octets with CRLF.", "Potongan: {0} oktet termasuk CRLF."),
    # mail data
    "header section": ("Header section of the mail data", "Bagian header dari isi surel"),
    "body section": ("Body of the mail data", "Badan isi surel"),
    "opened": ("opened at line {0}", "dibuka di baris {0}"),
    "stuffed": (
        "The first dot is doubled on the wire and does not belong to the text (RFC 5321 section 4.5.2).",
        "Titik pertama digandakan di sambungan dan bukan bagian teks (RFC 5321 bagian 4.5.2).",
    ),
    "folded": ("goes on from line {0}", "lanjutan dari baris {0}"),
    "other field": ("a header field", "field header"),
    "dot": ("The lone dot: here the mail data ends.", "Titik tunggal: di sini isi surel berakhir."),
    # replies
    "answers": ("Answers line {0}: {1}", "Menjawab baris {0}: {1}"),
    "answers somewhere": ("Answers {0}", "Menjawab {0}"),
    "pipelined": ("one of {0} commands that wait", "satu dari {0} perintah yang menunggu"),
    "end of data": ("the end of mail data", "akhir isi surel"),
    "greeting": ("The greeting", "Salam pembuka"),
    "answers nothing": ("It answers no command.", "Tidak menjawab perintah apa pun."),
    "goes on": ("the reply goes on below", "balasan masih berlanjut"),
    "expected": ("What is expected here", "Yang diharapkan di sini"),
    # AUTH
    "response": ("Response in {0}, decoded:", "Respons {0}, setelah dekode:"),
    "challenge": ("Challenge in {0}, decoded: {1}", "Tantangan {0}, setelah dekode: {1}"),
    "mask": ("(hidden)", "(disembunyikan)"),
    "binary": ("binary, {0} octets", "biner, {0} oktet"),
    "not base64": ("not base64", "bukan base64"),
    "misfit": ("it is not built as {0} is", "susunannya tidak seperti {0}"),
    "structure": ("structure: {0}", "susunan: {0}"),
    "answer with": ("the client answers with {0}", "klien menjawab dengan {0}"),
    "empty": ("(empty)", "(kosong)"),
    "placeholder": ("a placeholder stands for it", "diwakili placeholder"),
    "cancels": ("`*` cancels the exchange (RFC 4954 section 4).", "`*` membatalkan pertukaran (RFC 4954 bagian 4)."),
    "says nothing": ("An empty response.", "Respons kosong."),
    "any mechanism": ("AUTH", "AUTH"),
    "message": ("message {0} of the client", "pesan ke-{0} dari klien"),
    # our own notation
    "defined": ("defined at line {0}", "didefinisikan di baris {0}"),
    "value": ("value: {0}", "nilai: {0}"),
    "undefined": ("not defined above this line", "tidak didefinisikan di atas baris ini"),
    "never shown": ("its value is never shown", "nilainya tidak pernah ditampilkan"),
    "no rule": ("there is no rule of that name", "tidak ada aturan bernama itu"),
    "page": ("The rule's page", "Halaman aturan"),
    # marks of dialects
    "sent": ("{0}: sent by the client", "{0}: dikirim klien"),
    "received": ("{0}: sent by the server", "{0}: dikirim server"),
    "sent over TLS": ("{0}: sent by the client over TLS", "{0}: dikirim klien lewat TLS"),
    "received over TLS": ("{0}: sent by the server over TLS", "{0}: dikirim server lewat TLS"),
    "sent unexpected": (
        "{0}: sent by the client, which the server would not have expected",
        "{0}: dikirim klien, tidak seperti yang diharapkan server",
    ),
    "received unexpected": (
        "{0}: sent by the server, and not what the client expected",
        "{0}: dikirim server, tidak seperti yang diharapkan klien",
    ),
    "note": ("{0}: a note of the program, nothing that was sent", "{0}: catatan program, tidak dikirim"),
    "note connect": ("{0}: the connection is made", "{0}: sambungan terjalin"),
    "note tls": ("{0}: TLS is on from here", "{0}: TLS aktif mulai di sini"),
    "note close": ("{0}: the connection closes", "{0}: sambungan ditutup"),
    # what is written between the lines, and what commands say they have done
    "hint answers": ("answers {0}", "menjawab {0}"),
    "hint message": ("the message", "isi surel"),
    "hint message for": ("the message for {0}", "isi surel untuk {0}"),
    "hint octets": ("{0} octets", "{0} oktet"),
    "replaced": ("Replaced: secrets {0}, names {1}, addresses {2}", "Diganti: rahasia {0}, nama {1}, alamat {2}"),
    "checked": ("Checked: files {0}; errors {1}, warnings {2}", "Diperiksa: berkas {0}; galat {1}, peringatan {2}"),
    "checking": ("Checking SMTP sessions", "Memeriksa sesi SMTP"),
}
"""By key, in the order of `LANGUAGES`."""


def label(key: str, lang: str, *places: object) -> str:
    """A label in that language, its places filled. KeyError: there is no such label."""
    text = LABELS[key][LANGUAGES.index(lang)]
    return text.format(*places) if places else text
