"""Any record: amended, voided, its history read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.clock import to_iso
from chassis.commands import Aggregate, Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import schemas
from registry.desk.feedback import FeedbackDesk
from registry.desk.needs import NeedDesk
from registry.desk.outreach import OutreachDesk
from registry.desk.referrals import ReferralDesk
from registry.desk.surveys import SurveyDesk
from registry.office import FRONT, OFFICER, VILLAGE_HEAD, receipt
from registry.sealed import SealedAggregate

__all__ = ["Changes"]

Json = dict[str, Any]
Amend = Callable[[Unit, str, Json], list[Json]]
Void = Callable[[Unit, str, str], None]

_FIELD_WORKERS = (OFFICER, VILLAGE_HEAD, FRONT)
_WHO = {
    "needs": _FIELD_WORKERS,
    "outreach": _FIELD_WORKERS,
    "feedback": _FIELD_WORKERS,
    "referrals": (OFFICER,),
    "labour_surveys": (OFFICER,),
}


_MISSING = {
    "people": "no_such_person",
    "households": "no_such_household",
    "needs": "no_such_need",
    "referrals": "no_such_referral",
    "outreach": "no_such_outreach",
    "feedback": "no_such_feedback",
    "labour_surveys": "no_such_survey",
    "reviews": "no_such_review",
}


def _kind(kind: str) -> str:
    """``labour-surveys`` as in an address, ``labour_surveys`` as a code."""
    return kind.replace("-", "_")


class Changes(NeedDesk, ReferralDesk, OutreachDesk, FeedbackDesk, SurveyDesk):
    """The steps of each kind stand in its own part; here they are dispatched."""

    def amend_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """Another version of a record, published again under its own id.

        Raises ``NotFound("not_kept_here")`` for a kind of another service.
        """
        kind = _kind(kind)
        self.call.require(*_who(kind))
        amend: Amend = {
            "needs": self.amend_need,
            "referrals": self.amend_referral,
            "outreach": self.amend_outreach,
            "feedback": self.amend_feedback,
            "labour_surveys": self.amend_survey,
        }[kind]

        def work(unit: Unit) -> Json:
            warnings = amend(unit, record_id, body)
            return receipt(record_id, unit.version(self._aggregate(kind), record_id), warnings)

        return self.run(meta, work, "amend_record", kind, record_id, body)

    def void_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """It never was; whoever learned of it is told."""
        kind = _kind(kind)
        self.call.require(*_who(kind))
        read = schemas.VOID.read(body)
        void: Void = {
            "needs": self.void_need,
            "referrals": self.void_referral,
            "outreach": self.void_outreach,
            "feedback": self.void_feedback,
            "labour_surveys": self.void_survey,
        }[kind]

        def work(unit: Unit) -> Json:
            self._explained(unit, kind, record_id, read["note"])
            void(unit, record_id, read["reason_code"])
            return receipt(record_id, unit.version(self._aggregate(kind), record_id), [])

        return self.run(meta, work, "void_record", kind, record_id, body)

    def _explained(self, unit: Unit, kind: str, record_id: str, words: str | None) -> None:
        """Sealed for the person whom the record is about; feedback by its own key too."""
        state = unit.load(self._aggregate(kind), record_id)
        person_id = _person_of(state)
        own = record_id if kind == "feedback" else None
        self.because(unit, words, own, person_id, record_id=record_id)

    def record_history(self, kind: str, record_id: str) -> Json:
        """Every commit of a record: version, who (role and opaque id), when, what.

        Sealed fields stay sealed here: the record itself shows them, and logs that. So do
        the reasons of a person's changes, which ``person_history`` shows.
        """
        kind = _kind(kind)
        aggregate = self._aggregate(kind)
        self.call.require(OFFICER)
        commits = self.office.ledger.log.history(aggregate.stream(record_id))
        if not commits:
            raise NotFound(_MISSING[kind])
        return {
            "items": [
                {
                    "version": commit.version,
                    "at": to_iso(commit.recorded_at),
                    "actor": commit.actor,
                    **self.office.reasons.opened(commit.reason).view(open_=kind != "people"),
                    "events": [_shown(aggregate, event) for event in commit.events],
                }
                for commit in commits
            ],
            "total": len(commits),
        }

    def _aggregate(self, kind: str) -> Aggregate[Any, Any]:
        records = self.office.records
        kept: dict[str, Aggregate[Any, Any]] = {
            "people": records.person,
            "households": records.household,
            "needs": records.need,
            "referrals": records.referral,
            "outreach": records.outreach,
            "feedback": records.feedback,
            "labour_surveys": records.labour_survey,
            "reviews": records.review,
        }
        if kind not in kept:
            raise NotFound("not_kept_here", {"kind": kind})
        return kept[kind]


def _who(kind: str) -> tuple[str, ...]:
    if kind not in _WHO:
        raise NotFound("not_kept_here", {"kind": kind})
    return _WHO[kind]


def _person_of(state: Any) -> str | None:
    """The person a record is about, wherever its kind keeps that."""
    terms = getattr(state, "terms", None)
    found: str | None = getattr(state, "person_id", None) or getattr(terms, "person_id", None)
    return found


def _shown(aggregate: Aggregate[Any, Any], event: Json) -> Json:
    return aggregate.shown(event) if isinstance(aggregate, SealedAggregate) else event
