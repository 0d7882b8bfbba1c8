"""Write into the VS Code extension's package.json what other files decide: version, settings, kinds of tokens.

python scripts/write_vscode.py            rewrite editors/vscode/package.json
python scripts/write_vscode.py --check    exit 1 if it is stale
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "editors" / "vscode" / "package.json"
SCHEMA = ROOT / "smtp_ls" / "project" / "config.schema.json"
sys.path.insert(0, str(ROOT))

from smtp_ls import __version__  # noqa: E402  (a script finds the package beside its folder)
from smtp_ls.colouring import KINDS  # noqa: E402
from smtp_ls.dialects import rows  # noqa: E402
from smtp_ls.features import code_lens  # noqa: E402
from smtp_ls.hinting import KINDS as HINTS  # noqa: E402

Property = dict[str, Any]

FINDING = {
    "smtp-ls.path": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "The command `smtp-ls` to start, instead of looking for one. `~`, `${workspaceFolder}`,"
        " `${userHome}` and `${env:NAME}` are filled in; a relative path counts from the workspace folder.",
    },
    "smtp-ls.interpreter": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "The Python (3.11 or later) to run the server with. By default the one that the Python"
        " extension has selected, and then the ones in the path.",
    },
    "smtp-ls.importStrategy": {
        "type": "string",
        "enum": ["fromEnvironment", "useBundled"],
        "enumDescriptions": [
            "The server of the selected interpreter or in the path; without one, that of the extension.",
            "The server bundled with the extension, always.",
        ],
        "default": "fromEnvironment",
        "scope": "machine-overridable",
        "description": "Which server to prefer.",
    },
    "smtp-ls.args": {
        "type": "array",
        "items": {"type": "string"},
        "default": [],
        "scope": "machine-overridable",
        "markdownDescription": "More arguments for the server, such as `--log-file=FILE`.",
    },
    "smtp-ls.trace.server": {
        "type": "string",
        "enum": ["off", "messages", "verbose"],
        "default": "off",
        "scope": "window",
        "description": "Whether the conversation with the server goes into the log. It holds the text of files, and"
        " what is secret in them.",
    },
}
"""Settings that only the client reads."""


SHOWN = {
    "inlayHints.decoded": "What the base64 of an AUTH exchange says, without the password.",
    "inlayHints.answers": "Which command a reply answers, where commands were pipelined.",
    "inlayHints.octets": "How many octets the mail data has.",
    "inlayHints.elapsed": "How long a reply took, where the log has times.",
    "codeLens.transaction": "Above each mail transaction, from whom to whom it goes and what became of it.",
}
"""What only editors show, and what it is."""


COLOURS = {
    "verb": ("A command's verb", "keyword.control.verb.smtp"),
    "path": ("A mailbox or a path", "string.unquoted.mailbox.smtp"),
    "parameter": ("", "variable.parameter.smtp"),
    "keyword": ("", "support.type.extension.smtp"),
    "code": ("A reply code", ""),
    "enhancedCode": ("An enhanced status code", "constant.numeric.enhanced-code.smtp"),
    "secret": ("A password or a token", "string.other.secret.smtp"),
    "body": ("Mail data", ""),
    "note": ("What a tool says besides the dialog", "comment.line.note.smtp"),
    "label": ("The mark of who speaks", ""),
    "header": ("The name of a header field", "support.type.property-name.header.smtp"),
    "number": ("", "constant.numeric.smtp"),
    "variable": ("", "variable.other.readwrite.smtp"),
    "directive": ("A directive of smtp-ls", "keyword.control.directive.smtp"),
    "comment": ("", ""),
    "pattern": ("A pattern that a reply is to match", "string.regexp.smtp"),
    "dot": ("The end of mail data", "keyword.control.end-of-data.smtp"),
}
"""What the server colours: what it is, nothing for what VS Code knows itself; and the scope whose colour it gets.

Without a scope the grammar's colour stays: it tells the client's label from the server's, and success from failure.
"""


def token_types() -> list[Property]:
    """The kinds of tokens that VS Code does not know."""
    return [{"id": kind, "description": COLOURS[kind][0]} for kind in KINDS if COLOURS[kind][0]]


def token_scopes() -> list[Property]:
    """The kinds of tokens and the scopes whose colours they get."""
    return [{"language": "smtp", "scopes": {kind: [COLOURS[kind][1]] for kind in KINDS if COLOURS[kind][1]}}]


def configuration() -> list[Property]:
    """The settings, those of the server by their names in the configuration file."""
    properties = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]
    ours = {f"smtp-ls.{name}": setting(name, schema) for name, schema in properties.items()}
    for order, (name, schema) in enumerate(ours.items()):
        ours[name] = {**schema, "order": order}
    named = [f"inlayHints.{kind}" for kind in HINTS] + [f"codeLens.{kind}" for kind in code_lens.KINDS]
    shown = {
        f"smtp-ls.{name}": {"type": "boolean", "default": True, "scope": "window", "description": SHOWN[name]}
        for name in named
    }
    return [
        {"title": "Rules and files (smtp-ls.toml and pyproject.toml go before)", "properties": ours},
        {"title": "Shown in the text", "properties": shown},
        {"title": "Finding the server", "properties": FINDING},
    ]


def setting(name: str, schema: Property) -> Property:
    """A key of the configuration file as a setting, which is left out by default: null.

    What lists and tables are made of is said the way that the settings editor has a form for; it has none for a list or
    null, and says "Edit in settings.json" instead.
    """
    said = schema["description"]
    made = {key: value for key, value in schema.items() if key not in ("description", "enum", "type")}
    if name == "dialect":
        made["enum"] = [None, *sorted({row.name for row in rows()}), "none"]
        made["type"] = ["string", "null"]
    elif "enum" in schema:
        made["enum"] = [None, *schema["enum"]]
        made["type"] = ["string", "null"]
    elif schema["type"] == "boolean":
        made |= {"enum": [None, True, False], "type": ["boolean", "null"]}
    elif schema["type"] in ("array", "object"):
        made["type"] = schema["type"]
    else:
        made["type"] = [schema["type"], "null"]
    if name == "severity":  # a form is made of enums that say their type
        made["additionalProperties"] = {"type": "string", **schema["additionalProperties"]}
    return {**made, "default": None, "scope": "resource", "markdownDescription": said}


def text() -> str:
    """The whole package.json."""
    package = json.loads(TARGET.read_text(encoding="utf-8"))
    package["version"] = __version__
    package["contributes"] |= {
        "configuration": configuration(),
        "semanticTokenTypes": token_types(),
        "semanticTokenScopes": token_scopes(),
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text(encoding="utf-8") != text() and f"{TARGET.name} is stale: run `make generate`")
    TARGET.write_text(text(), encoding="utf-8")
