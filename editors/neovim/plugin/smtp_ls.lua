-- What is there as soon as the plugin is: the server is enabled, its colours are linked, :SmtpLs calls its commands.
if vim.g.loaded_smtp_ls then
  return
end
vim.g.loaded_smtp_ls = true

if vim.fn.has('nvim-0.11') == 0 then
  return -- README.md says how an older one starts the server; file type and syntax work without
end

local group = vim.api.nvim_create_augroup('smtp_ls', {})

---@param name string
local function is_on(name)
  return (vim.g.smtp_ls or {})[name]
end

require('smtp_ls.colours').link()
vim.api.nvim_create_autocmd('LspTokenUpdate', {
  group = group,
  callback = function(event)
    require('smtp_ls.colours').refine(event)
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'smtp_ls' then
      return
    end
    if is_on('inlay_hints') then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
    if is_on('completion') then
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = true })
    end
    if is_on('folding') then
      for _, window in ipairs(vim.fn.win_findbuf(event.buf)) do
        vim.wo[window][0].foldmethod = 'expr'
        vim.wo[window][0].foldexpr = 'v:lua.vim.lsp.foldexpr()'
        vim.wo[window][0].foldlevel = 99
      end
    end
  end,
})

for _, name in ipairs({ 'explain', 'redact', 'convert' }) do -- code actions may hold them: their results are to be seen
  vim.lsp.commands['smtp-ls.' .. name] = function(command, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    if client then
      require('smtp_ls.commands').run(client, command.command, command.arguments, context.bufnr)
    end
  end
end

vim.api.nvim_create_user_command('SmtpLs', function(given)
  require('smtp_ls.commands').command(given)
end, {
  nargs = '+',
  range = true,
  desc = 'What smtp-ls does on command: explain, redact, convert, dialect, check, restart',
  complete = function(lead, line)
    return require('smtp_ls.commands').complete(lead, line)
  end,
})

if is_on('enable') ~= false then
  vim.lsp.enable('smtp_ls')
end
