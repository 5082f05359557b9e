"""The desk of one call: every part's methods under one name, as the entrypoints ask for them."""

from __future__ import annotations

from registry.desk.breaches import BreachDesk
from registry.desk.changes import Changes
from registry.desk.erasing import ErasingDesk
from registry.desk.evidence import EvidenceDesk
from registry.desk.exports import ExportDesk
from registry.desk.groups import GroupDesk
from registry.desk.households import HouseholdDesk
from registry.desk.land import LandDesk
from registry.desk.list_rows import ListRowsDesk
from registry.desk.merging import MergingDesk
from registry.desk.need_survey import NeedSurveyDesk
from registry.desk.own_data import OwnDataDesk
from registry.desk.people import PeopleDesk
from registry.desk.villages import VillageDesk
from registry.desk.visiting import VisitingDesk

__all__ = ["Desk"]


class Desk(
    PeopleDesk,
    GroupDesk,
    HouseholdDesk,
    LandDesk,
    MergingDesk,
    ListRowsDesk,
    OwnDataDesk,
    ExportDesk,
    NeedSurveyDesk,
    VisitingDesk,
    VillageDesk,
    ErasingDesk,
    EvidenceDesk,
    BreachDesk,
    Changes,
):
    """No method stands in two parts."""
