;;; drive.el --- what a real Emacs shows of smtp-mode and the server  -*- lexical-binding: t; -*-

;; emacs -Q --batch -L editors/emacs -l drive.el, in the folder of the files.

(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa*/*")) ; what a system's packages bring
  (when (file-directory-p folder) (add-to-list 'load-path folder)))

(require 'smtp-mode)
(require 'eglot)
(require 'flymake)

(defvar drive-failed 0)
(defvar drive-passed 0)

(defmacro drive-test (name &rest body)
  "Run BODY, whose value has to be true, as the test NAME."
  `(let ((why (condition-case failure (if (progn ,@body) nil "it is not so") (error (format "%S" failure)))))
     (if why (setq drive-failed (1+ drive-failed)) (setq drive-passed (1+ drive-passed)))
     (princ (format "%s %s%s\n" (if why "FAILED" "ok    ") ,name (if why (concat ": " why) "")))))

(defun drive-await (reached)
  "Wait until REACHED returns something, for at most ten seconds; what it returned."
  (let ((end (+ (float-time) 10)) found)
    (while (and (not (setq found (funcall reached))) (< (float-time) end))
      (accept-process-output nil 0.02))
    found))

(defun drive-go (line column)
  "Go to a 1-based LINE and a 0-based COLUMN."
  (goto-char (point-min))
  (forward-line (1- line))
  (forward-char column))

(defun drive-face (line column)
  "The face at a place, coloured without the server."
  (drive-go line column)
  (font-lock-ensure)
  (get-text-property (point) 'face))

(defun drive-messages ()
  "What is found, by line."
  (mapcar (lambda (each) (cons (line-number-at-pos (flymake-diagnostic-beg each)) (flymake-diagnostic-text each)))
          (flymake-diagnostics)))

(defun drive-ask (method)
  "Ask the server about the place of point."
  (jsonrpc-request (eglot--current-server-or-lose) method (eglot--TextDocumentPositionParams)))

(setq eglot-sync-connect t eglot-autoshutdown t enable-local-variables nil make-backup-files nil auto-save-default nil)

(find-file "swaks.smtp")
(drive-test "the mode of a log of swaks" (eq major-mode 'smtp-mode))
(drive-test "a verb" (eq (drive-face 4 4) 'font-lock-keyword-face))
(drive-test "a reply" (eq (drive-face 3 4) 'smtp-success))
(drive-test "a parameter" (eq (drive-face 9 31) 'font-lock-type-face))
(drive-test "a note" (eq (drive-face 1 4) 'font-lock-comment-face))

(find-file "curl.smtp")
(drive-test "a secret" (eq (drive-face 7 20) 'smtp-secret))
(find-file "smtplib.smtp")
(drive-test "a verb between quotes" (eq (drive-face 5 8) 'font-lock-keyword-face))

(find-file "native.smtp")
(drive-test "a failure" (eq (drive-face 14 4) 'smtp-failure))
(drive-test "a comment" (memq (drive-face 1 3) '(font-lock-comment-face font-lock-comment-delimiter-face)))
(drive-test "comment-dwim" (progn (drive-go 4 0) (comment-region (line-beginning-position) (line-end-position))
                                  (beginning-of-line)
                                  (prog1 (looking-at "# S: 220 mx.example.com ESMTP") (revert-buffer t t))))

(setq eglot-ignored-server-capabilities nil)
(apply #'eglot--connect (eglot--guess-contact)) ; what `eglot' does, without asking
(unless (bound-and-true-p eglot--managed-mode) (eglot--maybe-activate-editing-mode))
(flymake-mode 1)
(flymake-start)
(drive-await #'flymake-diagnostics)
(drive-test "Eglot: findings" (let ((found (assq 11 (drive-messages)))) (and found (string-match-p "no blank" (cdr found)))))
(drive-go 13 4)
(drive-test "Eglot: hover" (string-match-p "RCPT" (format "%S" (drive-ask :textDocument/hover))))
(drive-test "Eglot: completion"
            (progn (drive-go 16 0) (end-of-line) (insert "\nC: D")
                   (let ((found (run-hook-with-args-until-success 'completion-at-point-functions)))
                     (prog1 (member "DATA" (all-completions "D" (nth 2 found)))
                       (delete-region (line-beginning-position 1) (1+ (line-end-position)))))))
(drive-test "Eglot: rename"
            (progn (eglot--signal-textDocument/didChange) ; as Emacs does when it is idle
                   (drive-go 15 13) (eglot-rename "dora@example.net")
                   (save-excursion (drive-go 21 0) (looking-at "C: To: Carol <dora@example.net>"))))
(drive-test "Eglot: format" (progn (eglot-format-buffer) (drive-go 5 0) (looking-at "C: EHLO client")))

(princ (format "%d passed, %d failed\n" drive-passed drive-failed))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot--current-server-or-lose))
(kill-emacs (if (zerop drive-failed) 0 1))
;;; drive.el ends here
