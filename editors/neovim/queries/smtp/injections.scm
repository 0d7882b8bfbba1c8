; The header of a message is in the language of mail, if the editor has a grammar of it.
((headers) @injection.content
  (#set! injection.language "mail")
  (#set! injection.include-children))

((comment) @injection.content
  (#set! injection.language "comment"))
