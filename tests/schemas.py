"""What the readers of two report formats need, as JSON schemas that we keep by hand: their documents are prose.

GitLab: "Code quality report format" of its documentation. Reviewdog: the messages of its Diagnostic Format. Unlike
theirs, these schemas allow nothing that we do not mean to write.
"""

from typing import Any


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": "integer", "minimum": 1}
_POSITION = _object({"line": _NUMBER, "column": _NUMBER})

GITLAB = {
    "type": "array",
    "items": _object(
        {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": _TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object(
                {
                    "path": {"type": "string", "pattern": r"^[^/\\][^\\]*$"},
                    "positions": _object({"begin": _POSITION, "end": _POSITION}),
                }
            ),
        }
    ),
}

_RANGE = _object({"start": _POSITION, "end": _POSITION})
_LOCATION = _object({"path": _TEXT, "range": _RANGE})

RDJSON = _object(
    {
        "source": _object({"name": _TEXT}, {"url": _TEXT}),
        "diagnostics": {
            "type": "array",
            "items": _object(
                {
                    "message": _TEXT,
                    "location": _LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": _object({"value": _TEXT}, {"url": _TEXT}),
                },
                {
                    "suggestions": {"type": "array", "items": _object({"range": _RANGE, "text": {"type": "string"}})},
                    "related_locations": {
                        "type": "array",
                        "items": _object({"message": _TEXT, "location": _LOCATION}),
                    },
                },
            ),
        },
    }
)
