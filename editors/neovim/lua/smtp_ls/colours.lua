--- Which group colours which kind of semantic token; a reply code by its first digit, a mark by who speaks.
local M = {}

local groups = require('smtp_ls.groups')

--- Link the kinds to our groups, and those to the usual ones, unless a colour scheme or the user has its own.
function M.link()
  for group, usual in pairs(groups.GROUPS) do
    vim.cmd(('highlight default link %s %s'):format(group, usual))
  end
  for kind, group in pairs(groups.KINDS) do
    vim.cmd(('highlight default link @lsp.type.%s.smtp %s'):format(kind, group))
  end
end

local CLASSES = { ['2'] = 'smtpSuccess', ['3'] = 'smtpIntermediate', ['4'] = 'smtpFailure', ['5'] = 'smtpFailure' }

--- Colour one token more finely than its kind tells.
---@param event { buf: integer, data: { client_id: integer, token: table } }
function M.refine(event)
  local token = event.data.token
  if token.type ~= 'code' and token.type ~= 'label' then
    return
  end
  local client = vim.lsp.get_client_by_id(event.data.client_id)
  if not client or client.name ~= 'smtp_ls' then
    return
  end
  local line = vim.api.nvim_buf_get_lines(event.buf, token.line, token.line + 1, false)[1] or ''
  local group
  if token.type == 'code' then
    group = CLASSES[line:sub(token.start_col + 1, token.start_col + 1)]
  else
    local said = line:sub(token.end_col + 1)
    group = said:find('^%s*%d%d%d%f[%D]') and 'smtpServer' or 'smtpClient'
  end
  if group then
    vim.lsp.semantic_tokens.highlight_token(token, event.buf, event.data.client_id, group)
  end
end

return M
