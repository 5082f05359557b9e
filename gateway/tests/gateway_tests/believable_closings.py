"""Closings, outlooks and what-ifs as the indicators service tells them."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound

from . import believable

__all__ = ["FIGURE_ANSWERS", "SIGNED"]

Json = dict[str, Any]
SIGNED = "2026-Q2"
DIGESTS = {"2026-Q1": "a1" * 32, "2026-Q2": "b2" * 32, "note": "c3" * 32}


def statement(span: str, previous: str) -> Json:
    return {
        "format": "vieclam.closing/1",
        "span": span,
        "plan": "hung-dao-2026-2030",
        "plan_version": 3,
        "plan_digest": "d4" * 32,
        "commune": "09931",
        "signed_by": "lanh-dao",
        "signed_on": "2026-07-06",
        "signed_at": "2026-07-06T02:15:00.000Z",
        "positions": {"registry.indicators": 31_207, "training": 1_904},
        "figures": believable.figures(span)["items"],
        "previous": previous,
    }


def note() -> Json:
    told = {
        "format": "vieclam.closing-note/1",
        "span": SIGNED,
        "number": 1,
        "code": "rural_trainees",
        "text": "Một lớp may công nghiệp báo cáo muộn, khai giảng ngày 18/6.",
        "signed_by": "lanh-dao",
        "signed_on": "2026-07-20",
        "signed_at": "2026-07-20T08:00:00.000Z",
        "previous": DIGESTS[SIGNED],
    }
    return {"statement": told, "digest": DIGESTS["note"]}


def closings(**_: Any) -> Json:
    items = [
        {**statement("2026-Q1", "0" * 64), "digest": DIGESTS["2026-Q1"], "notes": []},
        {**statement(SIGNED, DIGESTS["2026-Q1"]), "digest": DIGESTS[SIGNED], "notes": [note()]},
    ]
    return {"items": items, "total": 2, "sound": True}


def closing(span: str) -> Json:
    if span not in DIGESTS:
        raise NotFound("closing", {"span": span})
    return {
        "statement": statement(span, DIGESTS["2026-Q1"]),
        "digest": DIGESTS[span],
        "how": "digest = …",
        "notes": [note()] if span == SIGNED else [],
        "chain": [
            {"span": "2026-Q1", "note": None, "digest": DIGESTS["2026-Q1"]},
            {"span": SIGNED, "note": None, "digest": DIGESTS[SIGNED]},
            {"span": SIGNED, "note": 1, "digest": DIGESTS["note"]},
        ],
        "faults": [],
        "sound": True,
        "restated": [
            {
                "code": "rural_trainees",
                "name": "Lao động nông thôn tham gia đào tạo nghề",
                "name_en": "Rural workers in vocational training",
                "kind": "flow",
                "signed": {"value": 131, "num": None, "den": None, "ratio": None,
                           "status": "at_risk"},
                "now": {"value": 134, "num": None, "den": None, "ratio": None,
                        "status": "on_track"},
                "change": 3,
                "causes": {"late_fact": {"value": 4}, "void": {"value": -1}},
            },
            {
                "code": "priority_credit",
                "name": "Vay vốn",
                "name_en": "Credit",
                "kind": "stock",
                "signed": {"value": None, "num": 36, "den": 38, "ratio": 0.947368,
                           "status": "at_risk"},
                "now": {"value": None, "num": 36, "den": 39, "ratio": 0.923077,
                        "status": "at_risk"},
                "change": -0.024291,
                "causes": {"late_fact": {"den": 1, "num": 0}},
            },
        ],
    }  # fmt: skip


def backtest(months: int = 3, code: str | None = None) -> Json:
    row = {"code": code, "method": "run_rate", "ahead": months, "trials": 6, "covered": 5,
           "coverage": 0.833, "mean_error": 1.5, "mean_absolute_error": 4.2}  # fmt: skip
    return {"items": [row], "total": 1, "level": 0.8}


def what_if(code: str, body: Json, span: str | None = None, commune: str | None = None) -> Json:
    before = believable.figure(code, span)
    added = body["changes"][0]["count"] if code == "rural_trainees" else 0
    after = {**before, "value": (before["value"] or 0) + added, "status": "met"}
    return {"before": before, "after": after, "added": {"value": added}, "left_over": 0}


FIGURE_ANSWERS: Json = {
    "indicators.list_closings": closings,
    "indicators.closing": closing,
    "indicators.close_span": {"id": "2026-Q3", "version": 1, "digest": "e5" * 32, "warnings": []},
    "indicators.note_on_closing": {
        "id": SIGNED, "version": 2, "digest": "f6" * 32, "warnings": []
    },
    "indicators.backtest": backtest,
    "indicators.what_if": what_if,
    "indicators.restatements": {
        "items": [
            {"recorded_at": "2026-11-20T02:11:00.000Z", "cause": "late_fact", "change": 1,
             "part": "value", "on": "2026-10-12", "event": "training/2801", "unit": "p1",
             "facts": ["e1"]},
            {"recorded_at": "2026-11-21T08:45:00.000Z", "cause": "void", "change": -1,
             "part": "value", "on": "2026-10-02", "event": "training/2854", "unit": "p2",
             "facts": ["e2"]},
            {"recorded_at": "2026-11-22T01:00:00.000Z", "cause": "definition", "change": 2,
             "part": "value", "on": "2026-11-01", "event": None, "unit": None, "facts": []},
        ],
        "total": 3,
        "before": {"value": 43},
        "after": {"value": 45},
        "read_until": "2026-11-22T01:00:00.000Z",
    },
    "indicators.public_data": {
        "span": "2026",
        "commune": "09931",
        "rule": {"vi": "Số đếm được làm tròn xuống bội số của 5.", "en": "Counts are rounded."},
        "fields": [
            {"name": "value", "type": "integer", "unit": "person", "vi": "Số đếm trong kỳ",
             "en": "Count over the span", "rule_vi": "Bội số của 5", "rule_en": "A multiple of 5"},
            {"name": "code", "type": "text", "vi": "Mã chỉ tiêu", "en": "Code"},
        ],
        "rows": [],
    },
}  # fmt: skip
