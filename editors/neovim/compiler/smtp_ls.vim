" :make lints the file, :compiler smtp_ls | make . all *.smtp below: the findings are in the quickfix list.
if exists('g:current_compiler')
  finish
endif
let g:current_compiler = 'smtp_ls'
let s:options = &cpoptions
set cpoptions&vim
if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=smtp-ls\ --check\ --output-format\ concise\ $*
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,
      \%f:%l:%c:\ %tarning:\ %m,
      \%f:%l:%c:\ %tnformation:\ %m,
      \%f:%l:%c:\ %tint:\ %m,
      \%-G%.%#

let &cpoptions = s:options
unlet s:options
