-- How long it takes until the findings of a file are shown, from before Neovim is started (SMTP_LS_SINCE, in nanoseconds), and
-- how much of that Neovim and the server computed: both in milliseconds, after the number of findings.
vim.cmd.edit('native.smtp')
vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 1)
local now = vim.uv.clock_gettime('realtime')
local found = #vim.diagnostic.get(0)
local waited = (now.sec - tonumber(vim.env.SMTP_LS_SINCE:sub(1, -10))) * 1000
  + (now.nsec - tonumber(vim.env.SMTP_LS_SINCE:sub(-9))) / 1e6

local computed = 0
for _, process in ipairs(vim.list_extend({ vim.fn.getpid() }, vim.api.nvim_get_proc_children(vim.fn.getpid()))) do
  local fields = vim.split(vim.fn.readfile(('/proc/%d/stat'):format(process))[1]:gsub('^.*%) ', ''), ' ')
  computed = computed + (tonumber(fields[12]) + tonumber(fields[13])) * 10 -- hundredths of a second
end
io.stdout:write(('%d %d %d\n'):format(found, waited, computed))
vim.cmd('qall!')
