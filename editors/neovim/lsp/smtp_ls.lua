---@brief
---
--- smtp-ls, the language server for SMTP sessions: transcripts, logs of tools and test scripts.
--- It needs the command `smtp-ls` in the path: `pipx install smtp-ls`.
---
--- Everything that smtp-ls.toml may say may stand in `settings`; such a file goes before them:
---
--- ```lua
--- vim.lsp.config('smtp_ls', { settings = { ['smtp-ls'] = { lang = 'id', ignore = { 'non-fqdn' } } } })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'smtp-ls' },
  filetypes = { 'smtp' },
  root_markers = { 'smtp-ls.toml', 'pyproject.toml', '.git' },
  settings = { ['smtp-ls'] = vim.empty_dict() },
}
