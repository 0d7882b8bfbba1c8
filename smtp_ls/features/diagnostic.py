"""textDocument/diagnostic: what was found in a file, for editors that ask for it themselves."""

import json

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import items
from smtp_ls.features.wire import Written


def diagnostic(document: Document, known: str | None, client: Client) -> Written:
    """The report on a file as it is now; in one word, if it is what the client knows by that result id."""
    mine = f'"resultId":{json.dumps(document.result)}'
    if known == document.result:
        return Written(f'{{"kind":"unchanged",{mine}}}')
    return Written(f'{{"kind":"full",{mine},"items":[{",".join(items(document, client))}]}}')
