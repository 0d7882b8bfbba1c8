--- Whether a log holds an SMTP session, by its first lines: both sides have to be heard.
local M = {}

local MOST_LINES = 200
local VERBS = { '%f[%a]EHLO%f[%A]', '%f[%a]HELO%f[%A]', '%f[%a]LHLO%f[%A]', '%f[%a]MAIL FROM:', '%f[%a]RCPT TO:' }
local REPLIES = { '%f[%d]220[ -]', '%f[%d]250[ -]', '%f[%d]354[ ]', '%f[%d]421[ -]' }

---@param line string
---@param patterns string[]
local function any(line, patterns)
  for _, pattern in ipairs(patterns) do
    if line:find(pattern) then
      return true
    end
  end
  return false
end

---@param buffer integer
---@return boolean
function M.is_session(buffer)
  local client, server = false, false
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, MOST_LINES, false)) do
    client = client or any(line:upper(), VERBS)
    server = server or any(line, REPLIES)
    if client and server then
      return true
    end
  end
  return false
end

return M
