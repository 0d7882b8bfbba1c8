" Which files are SMTP sessions.
autocmd BufRead,BufNewFile *.smtp setfiletype smtp
