-- The plugin as a package (pack/*/start), without a runtime path of ours: it is there, and the server starts.
vim.cmd.edit('swaks.smtp')
local found = vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 5)
local plugin = vim.fn.exists(':SmtpLs') == 2 and vim.bo.filetype == 'smtp' and vim.b.current_syntax == 'smtp'
io.stdout:write((found and plugin and 'ok     ' or 'FAILED ') .. 'the plugin as a package\n')
vim.cmd(found and plugin and 'qall!' or 'cquit! 1')
