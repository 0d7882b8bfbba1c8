-- The parser and its queries in Neovim: colours, folds, and none of it in the way of the server.
vim.cmd.edit('native.smtp')
local highlighter = vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()]
local function captures(line, column)
  return vim.tbl_map(function(each)
    return each.capture
  end, vim.treesitter.get_captures_at_pos(0, line - 1, column))
end
vim.treesitter.get_parser(0, 'smtp'):parse(true)
local seen = {
  started = highlighter ~= nil,
  verb = vim.list_contains(captures(11, 3), 'keyword'),
  failure = vim.list_contains(captures(14, 3), 'diff.minus'),
  field = vim.list_contains(captures(22, 3), 'property'),
  variable = vim.list_contains(captures(3, 1), 'variable'),
}
for _, name in ipairs({ 'highlights', 'folds', 'injections', 'locals' }) do
  seen[name] = vim.treesitter.query.get('smtp', name) ~= nil
end
vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.treesitter.foldexpr()'
seen.fold = vim.wait(5000, function()
  return vim.fn.foldlevel(20) > vim.fn.foldlevel(1)
end, 20)
local well = true
for _, held in pairs(seen) do
  well = well and held
end
io.stdout:write((well and 'ok     ' or 'FAILED ') .. 'Neovim: ' .. vim.inspect(seen, { newline = ' ', indent = '' }) .. '\n')
vim.cmd(well and 'qall!' or 'cquit! 1')
