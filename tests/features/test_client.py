"""What an editor can show, as it says it."""

from lsprotocol import types
from lsprotocol.converters import get_converter

from smtp_ls.features.client import Client, client_of

MODERN = {
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "foldingRange": {"rangeLimit": 5000},
        "definition": {"linkSupport": True},
        "documentLink": {"tooltipSupport": True},
        "signatureHelp": {
            "signatureInformation": {
                "documentationFormat": ["markdown", "plaintext"],
                "parameterInformation": {"labelOffsetSupport": True},
            }
        },
    },
}


def test_one_that_says_nothing_can_do_little():
    assert client_of(types.ClientCapabilities(), "utf-16") == Client()
    empty = get_converter().structure({"textDocument": {"signatureHelp": {}}}, types.ClientCapabilities)
    assert client_of(empty, "utf-16") == Client()


def test_a_modern_one_can_do_all():
    client = client_of(get_converter().structure(MODERN, types.ClientCapabilities), "utf-8")
    assert client.fold_limit == 5000
    assert client.symbol_tree
    assert client.definition_links
    assert client.tooltips
    assert client.markdown_signatures
    assert client.label_offsets
    assert client.document_changes
