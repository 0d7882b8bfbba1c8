; A variable is defined by `@name = ...` and used by `{{name}}`, anywhere in the file.
(source_file) @local.scope

(variable_definition
  name: (variable_name) @local.definition)

(placeholder
  (variable_name) @local.reference)
