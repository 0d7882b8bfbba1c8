"""What there is to explain: the list of all topics, and the table of the rules."""

from collections.abc import Sequence
from itertools import groupby

from smtp_ls.pages.page import page
from smtp_ls.pages.rules import summary_of
from smtp_ls.pages.words import word
from smtp_ls.report.explain import Style, as_json
from smtp_ls.report.paragraphs import CODE
from smtp_ls.report.terminal import BOLD, FAINT, LOUDNESS, Paint
from smtp_ls.report.visible import width
from smtp_ls.rules import RULES, RuleMeta
from smtp_ls.topics import all_topics


def listed(style: Style) -> str:
    """All topics by kind, each with one sentence."""
    pages = [found for found in (page(topic, style.lang) for topic in all_topics()) if found is not None]
    if style.format == "json":
        return as_json([{"kind": each.kind, "key": each.key, "summary": each.summary} for each in pages])
    parts = []
    for kind, members in groupby(pages, key=lambda each: each.kind):
        heading = word(_all_of(kind), style.lang)
        if style.format == "markdown":
            lines = [f"- `{each.key}`: {each.summary}" for each in members]
            parts.append(f"## {heading}\n\n" + "\n".join(lines))
        else:
            parts.append(_columns(heading, [(each.key, each.summary) for each in members], style))
    return "\n\n".join(parts) + "\n"


def _all_of(kind: str) -> str:
    """The word for all pages of a kind."""
    return "replies" if kind == "reply" else f"{kind}s"


def _columns(heading: str, rows: Sequence[tuple[str, str]], style: Style) -> str:
    paint = Paint(on=style.color)
    left = max(width(key) for key, _ in rows)
    lines = [f"  {paint(key, CODE)}{' ' * (left - width(key))}  {_plain(summary)}" for key, summary in rows]
    return "\n".join([paint(heading, BOLD), *lines])


def _plain(summary: str) -> str:
    """A summary without the marks of code."""
    return summary.replace("`", "")


def rules_listed(style: Style) -> str:
    """A table of all rules by family: severity, whether on, whether there is a fix, what is wrong, and the RFC."""
    rows = [(meta, summary_of(meta, style.lang)) for meta in RULES.values()]
    if style.format == "json":
        return as_json(
            [
                {
                    "name": meta.name,
                    "family": meta.family,
                    "severity": meta.severity.word,
                    "strict": meta.strict.word,
                    "on": meta.on,
                    "fix": meta.fix,
                    "rfc": meta.rfc,
                    "url": meta.url,
                    "summary": summary,
                }
                for meta, summary in rows
            ]
        )
    if style.format == "markdown":
        head = [word(each, style.lang) for each in ("rule", "Severity", "Default", "Fix", "Family", "Meaning", "Link")]
        lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        for meta, summary in rows:
            loud, fix = word(meta.severity.word, style.lang), word(meta.fix or "no fix", style.lang)
            link = f"[RFC {meta.rfc.replace('#', ', ')}]({meta.url})" if meta.url else ""
            cells = f"`{meta.name}`", loud, _state(meta, style), fix, meta.family, summary, link
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"
    families = groupby(rows, key=lambda row: row[0].family)
    return "\n\n".join(_family(family, list(members), style) for family, members in families) + "\n"


def _state(meta: RuleMeta, style: Style) -> str:
    """Does it run unless it is deselected?"""
    return word("on" if meta.on else "off", style.lang)


def _family(name: str, rows: Sequence[tuple[RuleMeta, str]], style: Style) -> str:
    """The rules of one family: a star for a fix, a dash for one that may have another answer too (as --statistics)."""
    paint = Paint(on=style.color)
    left = max(len(meta.name) for meta, _ in rows)
    middle = max(width(word(meta.severity.word, style.lang)) for meta in RULES.values())
    right = max(width(word(each, style.lang)) for each in ("on", "off"))
    lines = [paint(name, BOLD)]
    for meta, summary in rows:
        loud = word(meta.severity.word, style.lang)
        level = paint(loud, LOUDNESS[meta.severity]) + " " * (middle - width(loud))
        mark = {"safe": "*", "unsafe": "-"}.get(meta.fix, " ")
        state = _state(meta, style)
        head = (
            f"  {paint(meta.name, CODE)}{' ' * (left - len(meta.name))}  {level}  {state}{' ' * (right - width(state))}"
        )
        lines.append(f"{head}  [{mark}]  {_plain(summary)}  {paint(meta.url, FAINT)}".rstrip())
    return "\n".join(lines)
