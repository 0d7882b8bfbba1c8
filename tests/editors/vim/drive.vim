" What a real Vim shows of the syntax and, through ALE, of the server: vim -u drive.vim, in the folder of the files, in a terminal.
" Writes a line for each test into $REPORT, and the counts.
set nocompatible nomore noswapfile viminfo=
let &runtimepath = $PLUGIN . ',' . &runtimepath
silent! packadd! ale
let g:ale_echo_cursor = 0
let g:ale_completion_enabled = 0
let g:ale_hover_to_preview = 1
filetype plugin on
syntax on

let s:report = []
let s:failed = 0

function! s:Test(name, found, wanted) abort
  let l:well = a:found ==# a:wanted
  let s:failed += l:well ? 0 : 1
  call add(s:report, (l:well ? 'ok     ' : 'FAILED ') . a:name . (l:well ? '' : ': found ' . string(a:found) . ', wanted ' . string(a:wanted)))
endfunction

function! s:Groups(file, places) abort
  execute 'edit' a:file
  return map(copy(a:places), {_, place -> synIDattr(synID(place[0], place[1] + 1, 1), 'name')})
endfunction

function! s:Await(reached) abort
  let l:left = 1000
  while l:left > 0 && !a:reached()
    sleep 10m
    let l:left -= 1
  endwhile
  return a:reached()
endfunction

function! s:Found() abort
  return map(getloclist(0), {_, each -> each.lnum . ':' . each.col . ' ' . matchstr(each.text, '\v^\S+')})
endfunction

function! s:Preview() abort
  let l:windows = filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")')
  return empty(l:windows) ? '' : join(getbufline(winbufnr(l:windows[0]), 1, '$'), "\n")
endfunction

function! Drive(...) abort
  try
    call s:Test('native', s:Groups('native.smtp', [[1, 0], [2, 0], [3, 0], [11, 3], [14, 3], [14, 7], [22, 3], [25, 3]]),
          \ ['smtpComment', 'smtpSession', 'smtpVariable', 'smtpVerb', 'smtpFailure', 'smtpEnhancedCode', 'smtpFieldLabels', 'smtpTextLabels'])
    call s:Test('bare', s:Groups('telnet.smtp', [[1, 0], [5, 0], [9, 0]]), ['smtpNote', 'smtpVerb', 'smtpFailure'])
    call s:Test('swaks', s:Groups('swaks.smtp', [[1, 0], [4, 0], [9, 30]]), ['smtpNote', 'smtpClient', 'smtpParameter'])
    call s:Test('smtplib', s:Groups('smtplib.smtp', [[5, 7], [10, 9]]), ['smtpVerb', 'smtpSuccess'])
    call s:Test('curl', s:Groups('curl.smtp', [[1, 0], [7, 13]]), ['smtpNote', 'smtpSecret'])
    call s:Test('comments', &commentstring, '# %s')
    edit swaks.smtp
    silent make! %
    call s:Test(':make', map(filter(getqflist(), 'v:val.valid'), {_, each -> each.lnum . ':' . each.col}), ['9:31'])
    if exists(':ALEInfo') != 2
      call add(s:report, 'ALE is not installed')
    else
      edit native.smtp
      call s:Await({-> len(getloclist(0)) >= 1})
      call s:Test('ALE: findings', s:Found(), ['3:1 unused-variable:', '11:14 space-after-colon:', '27:4 some-recipients-refused:'])
      call cursor(13, 5)
      ALEHover
      call s:Test('ALE: hover', s:Await({-> s:Preview() =~# 'RCPT'}), 1)
      pclose
    endif
  catch
    call s:Test('no exception', v:exception . ' in ' . v:throwpoint, '')
  endtry
  call add(s:report, printf('%d passed, %d failed', len(filter(copy(s:report), 'v:val =~# "^ok"')), s:failed))
  call writefile(s:report, $REPORT)
  execute s:failed ? 'cquit!' : 'qall!'
endfunction

autocmd VimEnter * call timer_start(0, 'Drive')
