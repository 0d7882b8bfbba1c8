" ALE finds this file by itself: the server smtp-ls for SMTP sessions.
" g:ale_smtp_smtp_ls_executable is the command; g:ale_smtp_smtp_ls_config its settings, as in smtp-ls.toml.
call ale#Set('smtp_smtp_ls_executable', 'smtp-ls')
call ale#Set('smtp_smtp_ls_config', {})

function! s:Root(buffer) abort
  for l:name in ['smtp-ls.toml', 'pyproject.toml']
    let l:found = ale#path#FindNearestFile(a:buffer, l:name)
    if !empty(l:found)
      return fnamemodify(l:found, ':h')
    endif
  endfor
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(l:git) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:git, ':h:h')
endfunction

call ale#linter#Define('smtp', {
      \ 'name': 'smtp_ls',
      \ 'lsp': 'stdio',
      \ 'executable': {buffer -> ale#Var(buffer, 'smtp_smtp_ls_executable')},
      \ 'command': '%e',
      \ 'project_root': function('s:Root'),
      \ 'initialization_options': {buffer -> ale#Var(buffer, 'smtp_smtp_ls_config')},
      \})
