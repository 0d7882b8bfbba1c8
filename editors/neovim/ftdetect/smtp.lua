-- Which files are SMTP sessions: those named *.smtp; *.log too, if the user wants them looked into.
if vim.fn.has('nvim-0.8') == 0 then -- which has vim.filetype, but asks it only if told to
  vim.cmd('autocmd BufRead,BufNewFile *.smtp setfiletype smtp')
  return
end

vim.filetype.add({
  extension = { smtp = 'smtp' },
  pattern = {
    ['.*%.log'] = {
      function(_, buffer)
        local wanted = (vim.g.smtp_ls or {}).detect_logs
        return wanted and require('smtp_ls.logs').is_session(buffer) and 'smtp' or nil
      end,
      { priority = -1 },
    },
  },
})
