"""What is at a column of a file and what there is to say of it *here*, in Markdown: everything of hover but LSP.

Rule 1: `tokens` says what stands where, one other module what a kind of token means; `sayings` is the table of them.
Rule 2: nothing here shows a secret: of an AUTH exchange only fields that are known to be none are told (`sasl`).
"""
