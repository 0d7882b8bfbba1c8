-- README.md's way for a Neovim before 0.11, whose lines run.sh takes from there: columns in UTF-16, hover, completion.
local get = vim.lsp.get_clients or vim.lsp.get_active_clients
vim.cmd('edit native.smtp')
vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 5)
local found = {}
for _, each in ipairs(vim.diagnostic.get(0)) do
  table.insert(found, ('%d:%d %s'):format(each.lnum + 1, each.col, each.code))
end
table.sort(found)
local client = get()[1]
local answer
vim.api.nvim_win_set_cursor(0, { 13, 4 })
if client then
  client.request('textDocument/hover', vim.lsp.util.make_position_params(), function(_, result)
    answer = result
  end, 0)
end
vim.wait(20000, function()
  return answer
end, 5)
local well = vim.bo.filetype == 'smtp'
  and vim.b.current_syntax == 'smtp'
  and table.concat(found, ', ') == '11:13 space-after-colon, 27:3 some-recipients-refused, 3:0 unused-variable'
  and answer ~= nil
  and vim.inspect(answer):find('RCPT', 1, true) ~= nil
io.stdout:write(('%s Neovim %s, %s\n'):format(well and 'ok    ' or 'FAILED', vim.inspect(vim.version().minor), table.concat(found, ', ')))
vim.cmd(well and 'qall!' or 'cquit! 1')
