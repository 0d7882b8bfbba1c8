-- A user's configuration, all that the plugin lets one choose, and then the file in SMTP_LS_THEN when Neovim is up.
vim.o.swapfile = false
vim.o.shadafile = 'NONE'
vim.o.more = false
vim.o.lines, vim.o.columns = 60, 160
vim.g.smtp_ls = { inlay_hints = true, folding = true, completion = true, treesitter = true }
if vim.env.SMTP_LS_PLUGIN then
  vim.opt.runtimepath:prepend(vim.env.SMTP_LS_PLUGIN)
end
vim.api.nvim_create_autocmd('VimEnter', {
  callback = vim.schedule_wrap(function()
    dofile(vim.env.SMTP_LS_THEN)
  end),
})
