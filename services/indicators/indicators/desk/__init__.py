"""What may be asked of the figures: one method for each RPC."""

from indicators.desk.all import Desk, build
from indicators.desk.part import Parts

__all__ = ["Desk", "Parts", "build"]
