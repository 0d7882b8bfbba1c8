; What can be closed: a session, a message and a reply of several lines.
[
  (session)
  (message)
  (reply)
] @fold
