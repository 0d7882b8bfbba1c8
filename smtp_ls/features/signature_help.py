"""textDocument/signatureHelp: what the command takes that is being written."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.markup import markup
from smtp_ls.features.wire import point
from smtp_ls.findings import Span
from smtp_ls.pages import language
from smtp_ls.signatures import Signature, signature

TRIGGERS = (" ", ":", "<", "=")
"""Characters behind which another argument may begin."""


def signature_help(document: Document, params: types.SignatureHelpParams, client: Client) -> types.SignatureHelp | None:
    """The form of the command at a place; None where there is none."""
    trace = document.trace
    lang = language(document.config.lang or client.locale)
    found = signature(trace, point(trace, params.position, client.encoding), lang)
    if found is None:
        return None
    client = client._replace(markdown=client.markdown_signatures)
    arguments = [_argument(found, *each, client) for each in zip(found.spans, found.texts, strict=True)]
    about = markup(found.text, client) if found.text else None
    form = types.SignatureInformation(found.line, about, arguments, found.active)
    return types.SignatureHelp([form], active_signature=0, active_parameter=found.active)


def _argument(found: Signature, where: Span, text: str, client: Client) -> types.ParameterInformation:
    label = (where.start, where.end) if client.label_offsets else found.line[slice(*where)]  # forms are ASCII
    return types.ParameterInformation(label, markup(text, client) if text else None)
