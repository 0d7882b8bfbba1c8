"""What holds for one file once configuration and command line are put together: `--show-settings`."""

import json
from typing import TextIO

from smtp_ls.project.config import Config
from smtp_ls.report.visible import visible
from smtp_ls.rules import RULES


def render(path: str, config: Config, out: TextIO) -> None:
    """Write the settings as a configuration file would hold them, the rules one by one with their levels."""
    choice = config.choice(path)
    levels = {name: rule.severity for name, rule in RULES.items()} | dict(choice.levels)
    out.write(f"# What holds for {visible(path)}\n")
    out.write(f"# Configuration: {visible(config.file) or 'none'}\n")
    out.writelines(f"{name} = {json.dumps(value)}\n" for name, value in _values(config).items())
    out.write(f"select = {json.dumps(sorted(RULES.keys() - choice.off), indent=2)}\n\n[severity]\n")
    out.writelines(f'{name} = "{levels[name].word}"\n' for name in sorted(RULES.keys() - choice.off))


def _values(config: Config) -> dict[str, object]:
    """The settings that are not about single rules, by their keys; what is not set is left out."""
    values = {
        "strict": config.strict,
        "include": list(config.include),
        "exclude": list(config.exclude),
        "dialect": config.dialect,
        "protocol": config.protocol,
        "tls": config.tls,
        "lang": config.lang,
        "line-limit": config.line_limit,
    }
    return {name: value for name, value in values.items() if value not in ("", 0) or name == "strict"}
