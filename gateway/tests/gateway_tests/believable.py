"""Figures as the indicators service tells them, for the fourteen indicators of the plan.

Made from the plan's own codes, targets and readings; the numbers are invented, and agree
with each other (months add up, num is part of den).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .further import FURTHER, further_figure, further_figures
from .plan_texts import PLAN

Json = dict[str, Any]
MONTHS = [f"2026-{month:02d}" for month in range(1, 12)]
PASSED = 327 / 365
"""The share of 2026 that has passed on 23 November."""

FLOWS: dict[str, Sequence[int]] = {
    "rural_trainees": (3, 0, 21, 18, 9, 14, 6, 11, 24, 17, 8),
    "short_course_introductions": (2, 1, 7, 9, 4, 11, 3, 6, 12, 10, 5),
    "new_jobs": (1, 2, 4, 3, 5, 6, 4, 5, 8, 6, 3),
}
STOCKS: dict[str, Sequence[tuple[int, int]]] = {
    "ui_advised": ((4, 31), (7, 34), (12, 38), (15, 41), (19, 39), (24, 44), (27, 47), (31, 46),
                   (35, 51), (38, 52), (41, 54)),
    "ui_training_support": ((0, 6), (0, 7), (2, 9), (3, 11), (3, 12), (5, 14), (6, 15), (8, 17),
                            (9, 18), (11, 19), (12, 21)),
    "youth_training_support": ((0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0),
                               (0, 0), (0, 0), (0, 0)),
    "elderly_career_support": ((1, 5), (1, 8), (4, 13), (6, 17), (9, 21), (12, 25), (14, 28),
                               (17, 30), (21, 34), (25, 37), (28, 39)),
    "employment_service_access": ((61, 1180), (97, 1184), (164, 1191), (241, 1197), (306, 1203),
                                  (402, 1208), (458, 1211), (533, 1219), (641, 1224), (722, 1230),
                                  (791, 1236)),
    "elderly_in_work": ((0, 3), (0, 5), (1, 8), (2, 11), (4, 13), (5, 15), (7, 18), (9, 19),
                        (11, 21), (12, 23), (13, 24)),
    "elderly_household_credit": ((0, 0), (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 6), (7, 7),
                                 (8, 8), (9, 9), (11, 11)),
    "priority_credit": ((1, 3), (2, 6), (5, 9), (8, 13), (12, 17), (15, 19), (19, 23), (24, 28),
                        (28, 31), (31, 34), (36, 38)),
}  # fmt: skip
SURVEYED = {
    "unemployment_rate": (203, 9_412),
    "trained_rate": (6_871, 9_412),
    "certified_rate": (4_310, 9_412),
}
FEEDS = {
    "registry.indicators": (48_212, "2026-11-23T03:31:07.214Z"),
    "training": (2_910, "2026-11-23T02:58:41.003Z"),
    "placement": (1_744, "2026-11-22T09:12:20.881Z"),
    "credit": (611, "2026-11-04T07:40:02.120Z"),
}


BANK = {"vi": "NHCSXH - phòng giao dịch Quốc Oai", "en": "VBSP Quốc Oai transaction office"}
SILENT = {
    "feed": "credit", "owner": BANK, "time": "2026-11-04T07:40:02.120Z", "silent_after_days": 14
}  # fmt: skip


TITLE = "Kế hoạch hỗ trợ đào tạo nghề và giải quyết việc làm xã Hưng Đạo 2026-2030"
OF: Json = {"commune": "09931", "title": {"vi": TITLE, "en": "Plan of xã Hưng Đạo, 2026-2030"}}


def figures(
    span: str | None = None,
    as_of: str | None = None,
    on: str | None = None,
    set: str = "plan",
    commune: str | None = None,
) -> Json:
    """The fourteen; what is counted beside them is in ``further.py``."""
    beside = [] if set == "plan" else further_figures(span or "2026")
    plan = [] if set == "further" else [figure(each["code"], span) for each in PLAN]
    return {"items": [*plan, *beside], "plan": OF, "communes": [], "commune_names": {}}


def figure(
    code: str,
    span: str | None = "2026",
    by: str | None = None,
    as_of: str | None = None,
    on: str | None = None,
    commune: str | None = None,
) -> Json:
    if code in FURTHER:
        return further_figure(code, span or "2026", by)
    plan = next(each for each in PLAN if each["code"] == code)
    found: Json = {
        **plan,
        "span": span or "2026",
        "valued_on": "2026-11-23",
        "value": None,
        "num": None,
        "den": None,
        "ratio": None,
        "pace": None,
        "forecast": None,
        "definition_version": 1,
        "fresh_to": {
            feed: {"position": at, "time": time, "parked": 0} for feed, (at, time) in FEEDS.items()
        },
        "silent": [SILENT] if "credit" in code else [],
        "dimensions": ["month"]
        if plan["kind"] == "external"
        else ["group", "gender", "village", "age_band", "month"],
    }
    found["target"] = {"upper": None, "value": None, **plan["target"]}
    found["target"].setdefault("of_span", found["target"]["value"])
    found |= _flow(found) if code in FLOWS else _share(found)
    return found | ({"by": by, "breakdown": _cut(found, by)} if by else {})


def _flow(found: Json) -> Json:
    counts = FLOWS[found["code"]]
    value, goal = sum(counts), found["target"]["value"]
    due = goal * PASSED
    status = (
        "met"
        if value >= goal
        else "on_track"
        if value >= due
        else "at_risk"
        if value >= 0.8 * due
        else "behind"
    )
    return {
        "value": value,
        "status": status,
        "months": [{"month": m, "value": v} for m, v in zip(MONTHS, counts, strict=True)],
        "pace": {"due": round(due, 2), "needed_per_month": round((goal * 5 - value) / 49.3, 2)},
        "annual": {
            "this_year": value,
            "mean": value,
            "years": 1,
            "cumulative": value,
            "of": goal * 5,
        },
        "forecast": {
            "value": round(value / PASSED, 1),
            "low": round(value / PASSED * 0.96, 1),
            "high": round(value / PASSED * 1.08, 1),
            "level": 0.8,
            "method": "run_rate",
        },
    }


def _share(found: Json) -> Json:
    code = found["code"]
    external = code in SURVEYED
    series = [SURVEYED[code]] * len(MONTHS) if external else STOCKS[code]
    months = [
        {"month": m, "num": num, "den": den, "ratio": round(num / den, 6) if den else None}
        for m, (num, den) in zip(MONTHS, series, strict=True)
    ]
    if external:
        months[:6] = [{"month": m, "num": None, "den": None, "ratio": None} for m in MONTHS[:6]]
    last = months[-1]
    survey = {"survey_id": "s1", "as_of": "2026-07-01", "source_document": "12/BC-UBND"}
    return {
        "num": last["num"],
        "den": last["den"],
        "ratio": last["ratio"],
        "months": months,
        "status": _status(last["ratio"], found["target"]),
        "forecast": None
        if external or last["ratio"] is None
        else {
            "value": round(min(1, last["ratio"] * 1.04), 6),
            "low": last["ratio"],
            "high": round(min(1, last["ratio"] * 1.08), 6),
            "level": 0.8,
            "method": "damped_trend",
        },
        **({"survey": survey} if external else {}),
    }


def _status(ratio: float | None, target: Json) -> str:
    goal = target["value"]
    if ratio is None:
        return "no_data"
    if goal is None:
        return "no_target"
    if target["rule"] == "below":
        return "met" if ratio < goal else "at_risk" if ratio <= goal * 1.2 else "behind"
    return "met" if ratio >= goal else "at_risk" if ratio >= goal * 0.8 else "behind"


CUTS = {
    "group": ("rural", "elderly", "ethnic_minority", "poor_household", "near_poor_household",
              "disabled", "land_recovered"),
    "gender": ("female", "male"),
    "village": ("Thôn Trại Cá", "Thôn Phú Mỹ", "Thôn Đồng Chằm", "Thôn Văn Quang"),
    "age_band": ("15-24", "25-34", "35-44", "45-59", "60+"),
}  # fmt: skip
WEIGHTS = (34, 21, 17, 11, 8, 6, 3)
AHEAD = {"value": 1.12, "low": 1.0, "high": 1.3}


def _cut(found: Json, by: str) -> list[Json]:
    assert by in found["dimensions"]
    if by == "month":
        return [{"key": each["month"], **_without(each, "month")} for each in found["months"]]
    if found["kind"] == "external":
        return []
    keys = CUTS[by]
    weights = WEIGHTS[: len(keys)]
    rows = []
    for key, weight in zip(keys, weights, strict=True):
        part = weight / sum(weights)
        if found["kind"] == "flow":
            value = max(1, round(found["value"] * part))
            ahead = {name: round(value * by, 1) for name, by in AHEAD.items()}
            forecast = {**ahead, "level": 0.8, "method": "run_rate"}
            row = {"key": key, "value": value, "status": "no_target", "forecast": forecast}
            rows.append(row | {"pace": None})
        elif found["den"]:
            den = max(1, round(found["den"] * part))
            num = min(den, round(found["num"] * part))
            ratio = round(num / den, 6)
            rows.append(
                {
                    "key": key,
                    "num": num,
                    "den": den,
                    "ratio": ratio,
                    "pace": None,
                    "status": _status(ratio, found["target"]),
                    "forecast": None,
                }
            )
    return rows


def _without(row: Json, name: str) -> Json:
    return {key: value for key, value in row.items() if key != name}


def freshness() -> Json:
    return {
        "feeds": {
            feed: {"position": at, "time": time, "parked": 0, "silent": feed == "credit"}
            for feed, (at, time) in FEEDS.items()
        }
    }
