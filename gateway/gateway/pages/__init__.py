"""Server-rendered pages: Vietnamese first, no script needed but for what is live."""
