"""The use cases, one method for each RPC."""

from registry.desk.all import Desk

__all__ = ["Desk"]
