--- :SmtpLs, which has the server do something (workspace/executeCommand) and shows what comes of it.
local M = {}

---@class smtp_ls.Text what a command may answer: something to be shown
---@field title string
---@field language string
---@field text string
---@field message string

---@param message string
---@param level integer?
local function say(message, level)
  vim.notify('smtp-ls: ' .. message, level or vim.log.levels.INFO)
end

---@param buffer integer
---@return vim.lsp.Client?
local function client_of(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'smtp_ls' })[1]
    or vim.lsp.get_clients({ name = 'smtp_ls' })[1]
  if not client then
    say('the server does not run: open a file whose type is smtp, or see :checkhealth smtp_ls', vim.log.levels.ERROR)
  end
  return client
end

--- Show a text in a window of its own; a page is closed with `q`, a copy of the file may be written.
---@param text smtp_ls.Text
function M.show(text)
  local is_page = text.language == 'markdown'
  vim.cmd(is_page and 'botright new' or 'botright vnew')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text.text:gsub('\r\n', '\n'):gsub('\n$', ''), '\n'))
  if is_page then
    vim.bo[buffer].buftype = 'nofile'
    vim.bo[buffer].bufhidden = 'wipe'
    vim.bo[buffer].swapfile = false
    vim.bo[buffer].modifiable = false
    pcall(vim.api.nvim_buf_set_name, buffer, 'smtp-ls: ' .. text.title)
    vim.wo.conceallevel = 2
    vim.bo[buffer].filetype = 'markdown'
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, nowait = true, desc = 'Close the page' })
  else
    -- Not yet its type: a server is told of a buffer by its name, and this one gets it when it is written.
    vim.bo[buffer].syntax = text.language == 'shellscript' and 'sh' or text.language
    vim.b[buffer].smtp_ls_title = text.title
    vim.api.nvim_create_autocmd('BufWritePost', { buffer = buffer, once = true, command = 'filetype detect' })
  end
  if text.message and text.message ~= '' then
    say(text.message)
  end
end

---@param result any
---@return boolean
local function is_text(result)
  return type(result) == 'table' and type(result.text) == 'string' and type(result.title) == 'string'
end

--- Have the server do a command; a text that it answers is shown, a refusal is told.
---@param client vim.lsp.Client
---@param name string
---@param arguments any[]?
---@param buffer integer?
---@param done fun(result: any)?
function M.run(client, name, arguments, buffer, done)
  local known = vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  if not vim.list_contains(known, name) then
    say(('this version of the server has no %s'):format(name), vim.log.levels.ERROR)
    return
  end
  local request = { command = name, arguments = arguments or {} }
  client:request('workspace/executeCommand', request, function(failure, result)
    if failure then
      say(failure.message, vim.log.levels.ERROR)
    elseif done then
      done(result)
    elseif is_text(result) then
      M.show(result)
    end
  end, buffer)
end

---@param client vim.lsp.Client
---@param buffer integer
---@param words string[]
local function explain(client, buffer, words)
  if #words > 0 then
    M.run(client, 'smtp-ls.explain', { table.concat(words, ' ') }, buffer)
    return
  end
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  M.run(client, 'smtp-ls.explain', { place.textDocument.uri, place.position }, buffer, function(result)
    if is_text(result) then
      M.show(result)
    else
      say('there is nothing to explain here: :SmtpLs explain TOPIC')
    end
  end)
end

---@param client vim.lsp.Client
---@param buffer integer
---@param words string[]
local function redact(client, buffer, words)
  local arguments = { vim.uri_from_bufnr(buffer) }
  if words[1] == 'addresses' then
    arguments[2] = { addresses = true }
  end
  M.run(client, 'smtp-ls.redact', arguments, buffer)
end

---@param client vim.lsp.Client
---@param buffer integer
---@param words string[]
local function convert(client, buffer, words)
  M.run(client, 'smtp-ls.convert', { vim.uri_from_bufnr(buffer), words[1] }, buffer)
end

---@param client vim.lsp.Client
---@param buffer integer
---@param words string[]
local function dialect(client, buffer, words)
  local uri = vim.uri_from_bufnr(buffer)
  if words[1] then
    local name = words[1] == 'detect' and '' or words[1]
    M.run(client, 'smtp-ls.setDialect', { uri, name }, buffer, function() end)
    return
  end
  M.run(client, 'smtp-ls.dialect', { uri }, buffer, function(result)
    if type(result) == 'table' then
      say(('the dialect is %s (%s)'):format(result.dialect, result.source))
    else
      say('this file is not open in the server', vim.log.levels.WARN)
    end
  end)
end

---@param client vim.lsp.Client
---@param buffer integer
local function check(client, buffer)
  M.run(client, 'smtp-ls.checkWorkspace', {}, buffer, function(result)
    say(type(result) == 'table' and result.message or 'checked')
    vim.diagnostic.setqflist({ title = 'smtp-ls' })
  end)
end

local function restart()
  local clients = vim.lsp.get_clients({ name = 'smtp_ls' })
  for _, client in ipairs(clients) do
    for buffer in pairs(vim.deepcopy(client.attached_buffers)) do
      vim.lsp.buf_detach_client(buffer, client.id) -- lest it is asked something after its shutdown
    end
    client:stop()
  end
  vim.wait(2000, function()
    return #vim.lsp.get_clients({ name = 'smtp_ls' }) == 0
  end, 20)
  vim.lsp.enable('smtp_ls') -- which starts it for the files that are open
end

local SUBCOMMANDS = { explain = explain, redact = redact, convert = convert, dialect = dialect, check = check }

---@param given vim.api.keyset.create_user_command.command_args
function M.command(given)
  local words = vim.deepcopy(given.fargs)
  local name = table.remove(words, 1)
  if name == 'restart' then
    restart()
    return
  end
  local subcommand = SUBCOMMANDS[name]
  if not subcommand then
    say(('there is no :SmtpLs %s'):format(name), vim.log.levels.ERROR)
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if client then
    subcommand(client, buffer, words)
  end
end

---@param lead string
---@param words string[]
local function beginning_with(lead, words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, words)
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(vim.trim(line), '%s+')
  local at = #words - (lead == '' and 0 or 1)
  if at <= 1 then
    local names = vim.tbl_keys(SUBCOMMANDS)
    table.insert(names, 'restart')
    table.sort(names)
    return beginning_with(lead, names)
  end
  if words[2] == 'redact' and at == 2 then
    return beginning_with(lead, { 'addresses' })
  end
  if words[2] == 'dialect' and at == 2 then
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'smtp_ls' })[1]
    local request = { command = 'smtp-ls.dialect', arguments = { vim.uri_from_bufnr(0) } }
    local answer = client and client:request_sync('workspace/executeCommand', request, 500, 0)
    local found = answer and answer.result
    return beginning_with(lead, vim.list_extend({ 'detect' }, type(found) == 'table' and found.dialects or {}))
  end
  return {}
end

return M
