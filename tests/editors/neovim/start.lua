-- How long it takes until the findings of a file are shown, from before Neovim is started (SMTP_LS_SINCE, in nanoseconds).
vim.cmd.edit('native.smtp')
vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 1)
local now = vim.uv.clock_gettime('realtime')
local found = #vim.diagnostic.get(0)
local milliseconds = (now.sec - tonumber(vim.env.SMTP_LS_SINCE:sub(1, -10))) * 1000
  + (now.nsec - tonumber(vim.env.SMTP_LS_SINCE:sub(-9))) / 1e6
io.stdout:write(('%d %d\n'):format(found, milliseconds))
vim.cmd('qall!')
