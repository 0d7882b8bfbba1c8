"""What the editor at the other end can show, as it says when it begins."""

from typing import NamedTuple

from lsprotocol import types


class Client(NamedTuple):
    """An editor's abilities, as far as an answer depends on them; the defaults are those of one that says nothing."""

    encoding: str = "utf-16"
    """In which units it counts the columns of a line: "utf-8", "utf-16" or "utf-32"."""
    markdown: bool = False
    """Hover texts may be Markdown."""
    pulls: bool = False
    """It asks for diagnostics itself, and again when it is told that they have changed without its doing."""
    related: bool = False
    """Diagnostics may name other places."""
    links: bool = False
    """Diagnostics may carry a link to what describes them."""
    tags: frozenset[int] = frozenset()
    """The tags that diagnostics may have, as the protocol numbers them."""
    carries: bool = False
    """Diagnostics may carry what we like, which comes back with a request for code actions."""
    snippets: bool = False
    """Texts of completion may have stops to be filled in."""
    insert_replace: bool = False
    """A completion may leave or replace the rest of the word, as the user chooses."""
    markdown_items: bool = False
    """The documentation of completions may be Markdown."""
    locale: str = ""
    """The language of its user, as in "id-ID"; "" if it does not say."""
    actions: bool = False
    """Code actions may be more than commands."""
    preferred: bool = False
    """One of them may be marked as the one to take."""
    resolves_edits: bool = False
    """The edit of a code action may be asked for when the user wants it."""
    off: frozenset[str] = frozenset()
    """What its user has switched off, as `inlayHints.decoded`."""
    symbol_tree: bool = False
    """An outline may be a tree."""
    fold_limit: int = 0
    """The most folds that it can take; 0: any number."""
    definition_links: bool = False
    """A definition may say what it is the definition of."""
    document_changes: bool = False
    """Edits may name the version of the file that they were made for."""
    markdown_signatures: bool = False
    """The texts of signatures may be Markdown."""
    label_offsets: bool = False
    """The arguments of a signature may be given by their places in it."""
    tooltips: bool = False
    """Links may have a title."""


def client_of(capabilities: types.ClientCapabilities, encoding: str, locale: str = "") -> Client:
    """What a client's capabilities come to, with the encoding that was agreed and the locale that it names."""
    document = capabilities.text_document
    action = document and document.code_action
    again = capabilities.workspace and capabilities.workspace.diagnostics
    hover = document and document.hover
    pulled = document and document.diagnostic
    diagnostics = [each for each in (document and document.publish_diagnostics, pulled) if each]
    completion = document and document.completion
    item = completion and completion.completion_item
    outline = document and document.document_symbol
    folding = document and document.folding_range
    definition = document and document.definition
    signature = document and document.signature_help and document.signature_help.signature_information
    link = document and document.document_link
    edit = capabilities.workspace and capabilities.workspace.workspace_edit
    return Client(
        encoding,
        markdown=types.MarkupKind.Markdown in ((hover and hover.content_format) or ()),
        actions=bool(action and action.code_action_literal_support),
        resolves_edits="edit" in ((action and action.resolve_support and action.resolve_support.properties) or ()),
        preferred=bool(action and action.is_preferred_support),
        pulls=bool(pulled and again and again.refresh_support),
        related=any(each.related_information for each in diagnostics),
        links=any(each.code_description_support for each in diagnostics),
        tags=frozenset(int(tag) for each in diagnostics if each.tag_support for tag in each.tag_support.value_set),
        carries=any(each.data_support for each in diagnostics),
        snippets=bool(item and item.snippet_support),
        insert_replace=bool(item and item.insert_replace_support),
        markdown_items=types.MarkupKind.Markdown in ((item and item.documentation_format) or ()),
        locale=locale,
        symbol_tree=bool(outline and outline.hierarchical_document_symbol_support),
        fold_limit=(folding and folding.range_limit) or 0,
        definition_links=bool(definition and definition.link_support),
        document_changes=bool(edit and edit.document_changes),
        markdown_signatures=types.MarkupKind.Markdown in ((signature and signature.documentation_format) or ()),
        label_offsets=bool(signature and (told := signature.parameter_information) and told.label_offset_support),
        tooltips=bool(link and link.tooltip_support),
    )
