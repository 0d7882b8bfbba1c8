-- What a real Neovim shows of the plugin and of the server; run.sh sources it with the configuration init.lua.
-- Prints a line for each test, and the counts at the end; exits with 1 if one failed.

local passed, failed = 0, 0
local PATIENCE = 10000

---@param message string
local function out(message)
  io.stdout:write(message .. '\n')
end

---@param name string
---@param check fun()
local function test(name, check)
  local started = vim.uv.hrtime()
  local well, why = xpcall(check, debug.traceback)
  passed, failed = passed + (well and 1 or 0), failed + (well and 0 or 1)
  out(('%s %s (%d ms)'):format(well and 'ok    ' or 'FAILED', name, (vim.uv.hrtime() - started) / 1e6))
  if not well then
    out('       ' .. tostring(why):gsub('\n', '\n       '))
  end
end

---@param found any
---@param wanted any
local function equal(found, wanted)
  if not vim.deep_equal(found, wanted) then
    error(('found %s, wanted %s'):format(vim.inspect(found), vim.inspect(wanted)), 2)
  end
end

---@param text string
---@param part string
local function holds(text, part)
  if not tostring(text):find(part, 1, true) then
    error(('%s is not in %s'):format(vim.inspect(part), vim.inspect(text)), 2)
  end
end

---@param what string
---@param reached fun(): any
local function await(what, reached)
  local value
  local came = vim.wait(PATIENCE, function()
    value = reached()
    return value and true or false
  end, 5)
  if not came then
    error('waited in vain for ' .. what, 2)
  end
  return value
end

---@param name string
local function open(name)
  vim.cmd.edit({ name, bang = true })
  local buffer = vim.api.nvim_get_current_buf()
  await('the server', function()
    local client = vim.lsp.get_clients({ bufnr = buffer, name = 'smtp_ls' })[1]
    return client and client.initialized
  end)
  return buffer, vim.lsp.get_clients({ bufnr = buffer, name = 'smtp_ls' })[1]
end

---@param buffer integer
local function findings(buffer)
  await('diagnostics', function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  local found = vim.tbl_map(function(each)
    return ('%d:%d-%d %s'):format(each.lnum + 1, each.col, each.end_col, each.code)
  end, vim.diagnostic.get(buffer))
  table.sort(found)
  return found
end

--- Ask the server about a place, 1-based line and 0-based octets, as the cursor has them.
---@param method string
---@param line integer
---@param column integer
local function ask(method, line, column, more)
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'smtp_ls' })[1]
  vim.api.nvim_win_set_cursor(0, { line, column })
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer, why = client:request_sync(method, vim.tbl_extend('force', params, more or {}), PATIENCE, buffer)
  assert(answer, why)
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

---@param line integer
---@param column integer
local function hover(line, column)
  return ask('textDocument/hover', line, column).contents.value
end

--- What the editor's own completion (omnifunc) offers at the end of a line that is typed.
---@param line integer
---@param text string
local function completions(line, text)
  vim.api.nvim_buf_set_lines(0, line, line, false, { text })
  vim.api.nvim_win_set_cursor(0, { line + 1, #text })
  vim.cmd.startinsert({ bang = true })
  local found = ask('textDocument/completion', line + 1, #text, { context = { triggerKind = 1 } })
  vim.cmd.stopinsert()
  vim.cmd.undo()
  return vim.tbl_map(function(item)
    return item.label
  end, found.items or found)
end

--- The group that colours a place: the server's token, or what the syntax file says.
---@param line integer
---@param column integer
local function token(line, column)
  local buffer = vim.api.nvim_get_current_buf()
  return await('semantic tokens', function()
    local found = vim.lsp.semantic_tokens.get_at_pos(buffer, line - 1, column)
    return found and found[1] and found[1].type
  end)
end

---@param line integer
local function text_of(line)
  return vim.api.nvim_buf_get_lines(0, line - 1, line, false)[1]
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

-- --- each dialect -----------------------------------------------------------------------------------------------------

local DIALECTS = {
  {
    file = 'native.smtp',
    dialect = 'native',
    findings = { '11:13-15 space-after-colon', '27:3-6 some-recipients-refused', '3:0-7 unused-variable' },
    hover = { 13, 4, 'RCPT' },
    completion = { 16, 'C: D', 'DATA' },
    tokens = { { 11, 3, 'verb' }, { 11, 17, 'path' }, { 14, 3, 'code' }, { 14, 7, 'enhancedCode' }, { 25, 4, 'body' } },
    syntax = { { 11, 3, 'smtpVerb' }, { 14, 3, 'smtpFailure' }, { 22, 3, 'smtpFieldLabels' } },
  },
  {
    file = 'telnet.smtp',
    dialect = 'bare',
    findings = { '10:35-38 invalid-size-value', '8:0-4 rcpt-before-mail' },
    hover = { 9, 1, '503' },
    completion = { 11, 'RS', 'RSET' },
    tokens = { { 1, 0, 'note' }, { 5, 0, 'verb' }, { 9, 4, 'enhancedCode' } },
    syntax = { { 1, 0, 'smtpNote' }, { 5, 0, 'smtpVerb' }, { 9, 0, 'smtpFailure' } },
  },
  {
    file = 'swaks.smtp',
    dialect = 'swaks',
    findings = { '11:4-8 unfinished-transaction', '9:30-42 extension-not-advertised' },
    hover = { 9, 32, 'NOTIFY' },
    completion = { 10, ' -> D', 'DATA' },
    tokens = { { 4, 1, 'label' }, { 9, 30, 'parameter' }, { 6, 8, 'keyword' } },
    syntax = { { 4, 0, 'smtpClient' }, { 9, 30, 'smtpParameter' }, { 5, 0, 'smtpServer' } },
  },
  {
    file = 'smtplib.smtp',
    dialect = 'python-smtplib',
    findings = { '5:12-22 underscore-in-domain' },
    hover = { 9, 39, 'SIZE' },
    tokens = { { 5, 7, 'verb' }, { 5, 13, 'path' }, { 10, 9, 'code' } },
    syntax = { { 5, 7, 'smtpVerb' }, { 10, 9, 'smtpSuccess' } },
  },
  {
    file = 'curl.smtp',
    dialect = 'curl-verbose',
    findings = {
      '6:11-16 plaintext-auth-offered',
      '7:13-53 credentials-in-file',
      '7:7-12 plaintext-auth-without-tls',
      '9:32-39 extension-not-advertised',
    },
    hover = { 8, 3, '235' },
    tokens = { { 7, 13, 'secret' }, { 3, 2, 'verb' }, { 15, 0, 'note' } },
    syntax = { { 7, 13, 'smtpSecret' }, { 1, 0, 'smtpNote' } },
  },
}

for _, row in ipairs(DIALECTS) do
  test(row.dialect .. ': the type, the server and its findings, by octets', function()
    local buffer, client = open(row.file)
    equal(vim.bo[buffer].filetype, 'smtp')
    equal(client.offset_encoding, 'utf-8')
    equal(findings(buffer), row.findings)
  end)
  test(row.dialect .. ': syntax, without the server', function()
    for _, each in ipairs(row.syntax) do
      local found = vim.fn.synIDattr(vim.fn.synID(each[1], each[2] + 1, 1), 'name')
      equal({ each[1], each[2], found }, each)
    end
  end)
  test(row.dialect .. ': semantic tokens', function()
    for _, each in ipairs(row.tokens) do
      equal({ each[1], each[2], token(each[1], each[2]) }, each)
    end
  end)
  test(row.dialect .. ': hover', function()
    holds(hover(row.hover[1], row.hover[2]), row.hover[3])
  end)
  if row.completion then -- where a tool writes and hides something, nothing is offered
    test(row.dialect .. ': completion', function()
      local found = completions(row.completion[1], row.completion[2])
      if not vim.list_contains(found, row.completion[3]) then
        error(vim.inspect(found))
      end
    end)
  end
  test(row.dialect .. ': :SmtpLs dialect', function()
    vim.cmd('messages clear')
    vim.cmd('SmtpLs dialect')
    await('the dialect', function()
      return vim.fn.execute('messages'):find('the dialect is ' .. row.dialect, 1, true)
    end)
  end)
  vim.cmd('silent! bwipeout!')
end

-- --- what changes a buffer ---------------------------------------------------------------------------------------------

test('a code action, applied to the buffer', function()
  local buffer = open('native.smtp')
  findings(buffer)
  vim.api.nvim_win_set_cursor(0, { 11, 13 })
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { 'quickfix' }, diagnostics = {} },
    filter = function(action)
      return action.isPreferred or false
    end,
  })
  await('the fix', function()
    return text_of(11) == 'C: MAIL FROM:<zoë@example.org> SMTPUTF8 SIZE=1000'
  end)
  await('the finding to go', function()
    return not vim.iter(vim.diagnostic.get(buffer)):any(function(each)
      return each.code == 'space-after-colon'
    end)
  end)
end)

test('rename of a mailbox, in all its places', function()
  open('native.smtp')
  vim.api.nvim_win_set_cursor(0, { 15, 13 })
  vim.lsp.buf.rename('dora@example.net')
  await('the new name', function()
    return text_of(15) == 'C: RCPT TO:<dora@example.net>' and text_of(21) == 'C: To: Carol <dora@example.net>'
  end)
  equal(text_of(13), 'C: RCPT TO:<bob@example.net>')
end)

test('format', function()
  open('native.smtp')
  vim.lsp.buf.format({ async = false, timeout_ms = PATIENCE, name = 'smtp_ls' })
  equal(text_of(5), 'C: EHLO client.example.org')
  equal(text_of(24), 'C:')
end)

test('format leaves a log of a tool as it is', function()
  open('swaks.smtp')
  local before = text()
  vim.lsp.buf.format({ async = false, timeout_ms = PATIENCE, name = 'smtp_ls' })
  equal(text(), before)
end)

-- --- what is drawn besides ---------------------------------------------------------------------------------------------

test('inlay hints', function()
  local buffer = open('curl.smtp')
  equal(vim.lsp.inlay_hint.is_enabled({ bufnr = buffer }), true) -- vim.g.smtp_ls of run.sh asks for them
  local hints = await('hints', function()
    local found = vim.lsp.inlay_hint.get({ bufnr = buffer })
    return #found > 0 and found
  end)
  local labels = vim.tbl_map(function(each)
    local label = each.inlay_hint.label
    return type(label) == 'string' and label or label[1].value
  end, hints)
  holds(table.concat(labels, '\n'), 'alice')
  assert(not table.concat(labels):find('correct%-horse'), 'a password is shown')
end)

test('folding by the server', function()
  local buffer = open('native.smtp')
  await('folds', function()
    vim.cmd('normal! zx')
    return vim.fn.foldlevel(20) > vim.fn.foldlevel(2)
  end)
  equal(vim.wo.foldexpr, 'v:lua.vim.lsp.foldexpr()')
  vim.cmd('normal! zM')
  assert(vim.fn.foldclosed(20) > 0, 'line 20 is not in a closed fold')
  vim.cmd('normal! zR')
  equal(vim.api.nvim_buf_is_valid(buffer), true)
end)

test('a reply code is coloured by its class, a mark by who speaks', function()
  local buffer = open('native.smtp')
  token(14, 3)
  local function groups(line, column)
    return vim.tbl_map(function(each)
      return each.opts.hl_group
    end, vim.inspect_pos(buffer, line - 1, column).semantic_tokens)
  end
  await('the classes', function()
    vim.cmd.redraw()
    return vim.list_contains(groups(14, 3), 'smtpFailure')
      and vim.list_contains(groups(12, 3), 'smtpSuccess')
      and vim.list_contains(groups(5, 0), 'smtpClient')
      and vim.list_contains(groups(6, 0), 'smtpServer')
  end)
  equal(vim.api.nvim_get_hl(0, { name = '@lsp.type.verb.smtp' }).link, 'smtpVerb')
  equal(vim.api.nvim_get_hl(0, { name = 'smtpVerb' }).link, 'Statement')
end)

test('symbols', function()
  open('native.smtp')
  local found = ask('textDocument/documentSymbol', 1, 0)
  holds(vim.inspect(found), 'Alice writes to Bob and Carol')
end)

-- --- commands ----------------------------------------------------------------------------------------------------------

--- Do a command, and wait until what it shows is in the current window.
---@param command string
---@param part string
local function shown(command, part)
  local buffer = vim.api.nvim_get_current_buf()
  vim.cmd(command)
  await('a window with ' .. part, function()
    return vim.api.nvim_get_current_buf() ~= buffer and text():find(part, 1, true)
  end)
end

test(':SmtpLs explain TOPIC', function()
  open('native.smtp')
  shown('SmtpLs explain 550 5.1.1', '5.1.1')
  equal({ vim.bo.filetype, vim.bo.buftype, vim.bo.modifiable }, { 'markdown', 'nofile', false })
  vim.cmd('normal q')
end)

test(':SmtpLs explain, at the cursor', function()
  open('native.smtp')
  vim.api.nvim_win_set_cursor(0, { 13, 4 })
  shown('SmtpLs explain', 'RCPT')
  equal(vim.bo.filetype, 'markdown')
  vim.cmd('normal q')
end)

test('a code action that explains', function()
  local buffer = open('native.smtp')
  findings(buffer)
  vim.api.nvim_win_set_cursor(0, { 11, 13 })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.command and vim.inspect(action):find('smtp-ls.explain', 1, true) ~= nil
    end,
  })
  await('the page', function()
    return vim.bo.filetype == 'markdown' and text():find('space-after-colon', 1, true)
  end)
  vim.cmd('normal q')
end)

test(':SmtpLs redact', function()
  open('curl.smtp')
  shown('SmtpLs redact', 'AUTH PLAIN')
  assert(not text():find('AGFsaWNl', 1, true), 'the password is still there')
  equal({ vim.bo.buftype, vim.bo.modified, vim.api.nvim_buf_get_name(0) }, { '', true, '' })
  vim.cmd('bwipeout!')
end)

test(':SmtpLs convert', function()
  open('swaks.smtp')
  shown('SmtpLs convert', 'C: RCPT TO:<bob@example.net> NOTIFY=NEVER')
  vim.cmd('bwipeout!')
end)

test(':SmtpLs dialect NAME writes the pragma, and detect takes it out', function()
  open('telnet.smtp')
  vim.cmd('SmtpLs dialect bare')
  await('the pragma', function()
    return text_of(1) == '# smtp-ls: dialect=bare'
  end)
  vim.cmd('SmtpLs dialect detect')
  await('the first line', function()
    return text_of(1) == 'Trying 192.0.2.25...'
  end)
end)

test(':SmtpLs completes its words', function()
  open('swaks.smtp')
  equal(vim.fn.getcompletion('SmtpLs re', 'cmdline'), { 'redact', 'restart' })
  local dialects = vim.fn.getcompletion('SmtpLs dialect swak', 'cmdline')
  assert(vim.list_contains(dialects, 'swaks'), vim.inspect(dialects))
end)

test(':SmtpLs check fills the quickfix list', function()
  open('native.smtp')
  vim.cmd('SmtpLs check')
  await('the list', function()
    return #vim.fn.getqflist() > 0 and vim.bo.buftype == 'quickfix'
  end)
  vim.cmd.cclose()
  vim.fn.setqflist({}, 'f')
end)

test(':make, with the compiler', function()
  open('swaks.smtp')
  vim.cmd('silent make! %')
  local found = vim.tbl_map(function(each)
    return ('%d:%d %s'):format(each.lnum, each.col, each.type)
  end, vim.tbl_filter(function(each)
    return each.valid == 1
  end, vim.fn.getqflist()))
  equal(found, { '9:31 e' })
  vim.fn.setqflist({}, 'f')
end)

-- --- the plugin ----------------------------------------------------------------------------------------------------------

test('comments and words', function()
  open('native.smtp')
  equal(vim.bo.commentstring, '# %s')
  vim.api.nvim_win_set_cursor(0, { 9, 8 })
  equal(vim.fn.expand('<cword>'), '250-8BITMIME')
end)

test('*.log is looked into only if the user wants it', function()
  local options = vim.g.smtp_ls
  vim.g.smtp_ls = vim.tbl_extend('force', options, { detect_logs = false })
  vim.cmd.edit('session.log')
  assert(vim.bo.filetype ~= 'smtp', 'it was')
  vim.cmd('bwipeout!')
  vim.g.smtp_ls = vim.tbl_extend('force', options, { detect_logs = true })
  vim.cmd.edit('session.log')
  equal(vim.bo.filetype, 'smtp')
  vim.cmd('bwipeout!')
  vim.cmd.edit('other.log')
  assert(vim.bo.filetype ~= 'smtp', 'a log without a session is none')
  vim.cmd('bwipeout!')
  vim.g.smtp_ls = options
end)

test(':checkhealth smtp_ls', function()
  open('native.smtp')
  vim.cmd('checkhealth smtp_ls')
  local report = text()
  holds(report, 'starts the server by itself')
  holds(report, '*.smtp has the type smtp')
  holds(report, 'it says: smtp-ls ')
  holds(report, 'columns in utf-8')
  assert(not report:find('ERROR'), report)
  vim.cmd('bwipeout!')
end)

test(':SmtpLs restart', function()
  local buffer, client = open('native.smtp')
  vim.cmd('SmtpLs restart')
  await('another client', function()
    local other = vim.lsp.get_clients({ bufnr = buffer, name = 'smtp_ls' })[1]
    return other and other.id ~= client.id and other.initialized
  end)
end)

out(('%d passed, %d failed'):format(passed, failed))
io.stdout:flush()
vim.cmd(failed == 0 and 'qall!' or 'cquit! 1')
