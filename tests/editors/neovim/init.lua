-- A user's configuration: the plugin in the runtime path, nothing else but what it lets one choose.
vim.o.swapfile = false
vim.o.shadafile = 'NONE'
vim.o.more = false
vim.o.lines, vim.o.columns = 60, 160
vim.g.smtp_ls = { inlay_hints = true, folding = true, completion = true }
vim.opt.runtimepath:prepend(vim.env.SMTP_LS_PLUGIN)
vim.opt.runtimepath:prepend(vim.env.SMTP_LS_PLUGIN) -- twice does no harm
