"""The HTTP interface of a running system, as programs of other agencies meet it."""
