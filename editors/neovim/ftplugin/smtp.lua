-- What Neovim's own commands know of SMTP sessions: comments, words, how a line goes on, the check in a quickfix list.
if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

local set = vim.opt_local
set.comments = ':#'
set.commentstring = '# %s'
set.formatoptions:remove('t') -- a line is what was said: it is never broken
set.formatoptions:append('croql')
set.iskeyword = '@,48-57,_,-' -- X-EXPS and 8BITMIME are words; a mailbox is several
set.textwidth = 0
set.fixendofline = false -- whether the last line ends may be what the file shows

vim.cmd('silent! compiler smtp_ls')

-- Semantic tokens lie above either. The parser is there only if it was compiled: grammar/tree-sitter-smtp/build.sh.
if (vim.g.smtp_ls or {}).treesitter and vim.treesitter.start then
  pcall(vim.treesitter.start, 0, 'smtp')
end

vim.b.undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< textwidth< fixendofline<'
  .. ' | setlocal makeprg< errorformat< | unlet! b:current_compiler'
