"""Figures that are counted beside the plan's fourteen, as the indicators service tells them."""

from __future__ import annotations

from typing import Any

__all__ = ["FURTHER", "further_figure", "further_figures"]

Json = dict[str, Any]
MONTHS = [f"2026-{month:02d}" for month in range(1, 12)]
BANK = {"vi": "NHCSXH - phòng giao dịch Quốc Oai", "en": "VBSP Quốc Oai transaction office"}

FURTHER: dict[str, Json] = {
    "training_dropouts": {
        "name": "Tỷ lệ bỏ học", "name_en": "Drop-out of training", "kind": "share",
        "unit": "person", "dimensions": ["level", "reason", "month"],
        "months": [(0, 4), (1, 6), (0, 3), (2, 9), (1, 8), (0, 0), (1, 7), (0, 5), (2, 11), (1, 6),
                   (0, 2)],
        "cut": {"reason": [("unknown", 3, 3), ("other", 5, 5)], "level": [("elementary", 8, 61)]},
    },
    "loans_paid": {
        "name": "Số tiền giải ngân", "name_en": "Loans paid out", "kind": "money",
        "unit": "person", "dimensions": ["month"],
        "months": [0, 150_000_000, 300_000_000, 0, 420_000_000, 90_000_000, 0, 510_000_000, 0,
                   380_000_000, 0],
    },
    "mobile_classes": {
        "name": "Tỷ trọng lớp lưu động", "name_en": "Share of mobile classes", "kind": "share",
        "unit": "class", "dimensions": ["level", "month"],
        "months": [(0, 1), (1, 2), (0, 0), (1, 1), (0, 2), (1, 3), (0, 0), (1, 1), (1, 2), (0, 0),
                   (0, 0)],
        "cut": {"level": [("elementary", 5, 12)]},
    },
}  # fmt: skip
"""By code what is invented of it; the rest of a figure follows."""


def further_figures(span: str) -> list[Json]:
    return [further_figure(code, span, None) for code in FURTHER]


def further_figure(code: str, span: str, by: str | None) -> Json:
    told = FURTHER[code]
    months = [
        _row({"month": month}, row) for month, row in zip(MONTHS, told["months"], strict=True)
    ]
    whole = _row({}, _sum(told["months"]))
    found: Json = {
        "code": code,
        **{name: told[name] for name in ("name", "name_en", "kind", "unit", "dimensions")},
        "clause": "-",
        "span": span,
        "valued_on": "2026-11-23",
        "value": None,
        "num": None,
        "den": None,
        "ratio": None,
        "target": {"rule": "none", "value": None, "upper": None, "of_span": None},
        "status": "no_target",
        "pace": None,
        "forecast": None,
        "months": months,
        "source": BANK,
        "reading": {"vi": "Tính vào ngày ghi trong hồ sơ.", "en": "On the day of the record."},
        "definition_version": 1,
        "fresh_to": {"credit": {"position": 611, "time": "2026-11-04T07:40:02.120Z", "parked": 0,
                                "owner": BANK, "silent": True, "silent_after_days": 14}},
        "silent": [{"feed": "credit", "owner": BANK, "time": "2026-11-04T07:40:02.120Z",
                    "silent_after_days": 14}],
        **whole,
    }  # fmt: skip
    if by == "month":
        rows = [{"key": each["month"], **_without_month(each)} for each in months]
        return found | {"by": by, "breakdown": rows}
    if by is not None:
        rows = [_row({"key": key}, (num, den)) for key, num, den in told["cut"][by]]
        return found | {"by": by, "breakdown": rows}
    return found


def _row(named: Json, told: Any) -> Json:
    if isinstance(told, int):
        return {**named, "value": told}
    num, den = told
    return {**named, "num": num, "den": den, "ratio": round(num / den, 6) if den else None}


def _sum(rows: list[Any]) -> Any:
    if isinstance(rows[0], int):
        return sum(rows)
    return sum(num for num, _ in rows), sum(den for _, den in rows)


def _without_month(row: Json) -> Json:
    return {key: value for key, value in row.items() if key != "month"}
