; Colours. The captures are those of Neovim; grammar/write_tree_sitter.py says them as Helix has them.

(comment) @comment
(pragma "smtp-ls:" @keyword.directive)
(pragma) @comment
(note) @comment
(session_title) @markup.heading

(variable_definition name: (variable_name) @variable)
(variable_definition ["@" "="] @operator)
(value_text) @string
(placeholder ["{{" "}}"] @punctuation.special)
(placeholder (variable_name) @variable)

(client_mark) @label
(server_mark) @tag

(verb) @keyword
(direction) @keyword
(mechanism) @constant
(secret) @string.special
(path ["<" ">"] @punctuation.bracket)
(mailbox) @string.special.url
(parameter_name) @variable.parameter
(parameter_value) @constant
(parameter "=" @operator)
(number) @constant.numeric
(last) @keyword
(string) @string
(argument) @constant
(escape) @constant.character.escape

((code) @diff.plus
  (#match? @diff.plus "^2"))
((code) @diff.delta
  (#match? @diff.delta "^3"))
((code) @diff.minus
  (#match? @diff.minus "^[45]"))
(enhanced_code) @constant.numeric
(keyword) @constant.builtin
(extension_argument) @constant
(pattern) @string.regexp

(field_name) @variable.other.member
(header ":" @punctuation.delimiter)
(field_value) @string
(body_text) @string
(end_of_data "." @keyword)
