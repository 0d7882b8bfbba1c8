--- :checkhealth smtp_ls
local M = {}

local health = vim.health

local function neovim()
  health.start('smtp_ls: Neovim')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok(version .. ' starts the server by itself')
  else
    health.warn(version .. ' has no vim.lsp.enable', 'README.md, "Neovim before 0.11", says how it starts the server')
  end
  local found = vim.filetype.match({ filename = 'x.smtp' })
  if found == 'smtp' then
    health.ok('*.smtp has the type smtp')
  else
    health.error(
      ('*.smtp has the type %s'):format(tostring(found)),
      'the folder editors/neovim has to be in the runtime path before files are opened'
    )
  end
  if #vim.api.nvim_get_runtime_file('syntax/smtp.vim', false) == 0 then
    health.warn('syntax/smtp.vim is not in the runtime path')
  end
  if vim.treesitter.language and pcall(vim.treesitter.language.inspect, 'smtp') then
    health.ok('a tree-sitter parser for smtp is there')
  else
    health.info('no tree-sitter parser for smtp: the syntax file and the server colour without one')
  end
end

local function server()
  health.start('smtp_ls: server')
  local config = vim.lsp.config and vim.lsp.config.smtp_ls or { cmd = { 'smtp-ls' } }
  local cmd = config.cmd
  if type(cmd) ~= 'table' then
    health.info('it is started by a function of yours')
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    health.error(('there is no command %s'):format(cmd[1]), {
      'pipx install smtp-ls (or pip install smtp-ls, into the environment that Neovim runs in)',
      "or name it: vim.lsp.config('smtp_ls', { cmd = { '/path/to/smtp-ls' } })",
    })
    return
  end
  health.ok('found ' .. path)
  local asked = vim.list_extend(vim.deepcopy(cmd), { '--version' })
  local started, outcome = pcall(function()
    return vim.system(asked, { text = true }):wait(10000)
  end)
  if started and outcome.code == 0 then
    health.ok('it says: ' .. vim.trim(outcome.stdout))
  else
    local why = started and vim.trim(outcome.stderr or '') or tostring(outcome)
    health.error(('`%s` failed: %s'):format(table.concat(asked, ' '), why))
  end
end

local function clients()
  health.start('smtp_ls: clients')
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('smtp_ls') then
    health.warn("the server is not enabled: vim.lsp.enable('smtp_ls')")
  end
  local running = vim.lsp.get_clients({ name = 'smtp_ls' })
  if #running == 0 then
    health.info('none runs: it starts when a file of the type smtp is opened')
  end
  for _, client in ipairs(running) do
    local files = vim.tbl_map(function(buffer)
      return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
    end, vim.tbl_keys(client.attached_buffers))
    health.ok(('client %d, root %s, columns in %s'):format(client.id, client.root_dir or 'none', client.offset_encoding))
    health.info('its files: ' .. (#files > 0 and table.concat(files, ', ') or 'none'))
  end
  health.info('log: ' .. vim.lsp.get_log_path())
end

function M.check()
  neovim()
  server()
  clients()
end

return M
