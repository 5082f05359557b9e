"""A village or occupation as the commune's list writes it; a new word joins the list. A
village under a name it had before is the one of today."""

from __future__ import annotations

from chassis.commands import Unit

from registry.domain import terms
from registry.domain.text import clean
from registry.domain.villages import Catalogue
from registry.records import Records

__all__ = ["Words"]


class Words:
    """``save`` comes last: the record a caller expects at a version is saved first."""

    def __init__(self, unit: Unit, records: Records) -> None:
        self._unit = unit
        self._records = records
        self._new: dict[str, list[terms.Event]] = {}
        self.former_names = False
        """Whether a village was called by a name it had before."""

    def village(self, commune: str, name: str) -> str:
        """What the village is called today."""
        return self.catalogue(commune).now(self.stated_village(commune, name))

    def stated_village(self, commune: str, name: str) -> str:
        """The village as it was said, under a former name too: who is said to have lived there
        has to follow what became of it (``successions.settle``)."""
        catalogue, said = self.catalogue(commune), self._word("village", commune, name)
        if not catalogue.is_former(said):
            return catalogue.now(said)
        self.former_names = True
        return said

    def catalogue(self, commune: str) -> Catalogue:
        """What changed of the commune's villages."""
        known = self._unit.load(self._records.village_catalogue, commune)
        return known if known is not None else Catalogue(commune=commune)

    def occupation(self, commune: str, name: str) -> str:
        return self._word("occupation", commune, name)

    def _word(self, list_name: str, commune: str, name: str) -> str:
        key = terms.term_id(list_name, commune, name)
        known = self._unit.load(self._records.term, key)
        if known is not None:
            return known.name
        if key not in self._new:
            self._new[key] = terms.add(list_name, commune, clean(name))
        return self._new[key][0].name

    def save(self) -> None:
        for key, events in self._new.items():
            self._unit.save(self._records.term, key, events)
        self._new.clear()
