" What Vim's own commands know of SMTP sessions: comments, words, how a line goes on, :make.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal iskeyword=@,48-57,_,-
setlocal textwidth=0
silent! compiler smtp_ls

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< textwidth<'
      \ . ' | setlocal makeprg< errorformat< | unlet! b:current_compiler'
