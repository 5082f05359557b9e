"""A list handed over by the API: taken whole, refused where it is none."""

from __future__ import annotations

import io
from typing import Any

import pytest

from .office import Office


class TestImport:
    """Uploading a list."""

    def upload(self, gateway: Office, **form: Any) -> Any:
        gateway.rpc.answers["registry.start_import"] = {
            "id": "i1",
            "import_id": "i1",
            "version": 1,
            "warnings": [],
        }
        return gateway.client("commune_officer").post(
            "/api/v1/people/imports", data=form, content_type="multipart/form-data"
        )

    def test_a_list_is_handed_over_whole_and_answered_202(self, gateway: Office) -> None:
        answer = self.upload(
            gateway,
            file=(io.BytesIO(b"abc"), "Danh sách Nguyễn Văn An.XLSX"),
            dry_run="true",
            as_of="2026-03-01",
        )
        assert answer.status_code == 202
        assert answer.json["import_id"] == "i1"
        assert answer.headers["Location"] == "/api/v1/people/imports/i1"
        kwargs = gateway.rpc.last.kwargs
        assert kwargs.pop("meta")["if_match"] is None
        assert kwargs == {
            "filename": "list.xlsx",
            "content_base64": "YWJj",
            "dry_run": True,
            "as_of": "2026-03-01",
        }

    def test_by_default_it_is_meant_and_dated_by_the_registry(self, gateway: Office) -> None:
        self.upload(gateway, file=(io.BytesIO(b"a,b"), "x.csv"))
        kwargs = gateway.rpc.last.kwargs
        assert (kwargs["dry_run"], kwargs["as_of"]) == (False, None)

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({}, "file"),
            ({"file": (b"x", "a.exe")}, "file"),
            ({"file": (b"", "a.csv")}, "file"),
            ({"file": (b"x", "a.csv"), "dry_run": "perhaps"}, "dry_run"),
            ({"file": (b"x", "a.csv"), "as_of": "1/3/2026"}, "as_of"),
        ],
    )
    def test_what_is_no_list_is_refused(
        self, gateway: Office, form: dict[str, Any], field: str
    ) -> None:
        if "file" in form:
            form = {**form, "file": (io.BytesIO(form["file"][0]), form["file"][1])}
        answer = self.upload(gateway, **form)
        assert answer.status_code == 422
        assert set(answer.json["errors"]) == {field}
        assert gateway.rpc.calls == []

    def test_too_large_a_list_is_refused(self, gateway: Office) -> None:
        too_much = io.BytesIO(b"x" * (10 * 1024 * 1024 + 1))
        answer = self.upload(gateway, file=(too_much, "a.csv"))
        assert (answer.status_code, answer.json["code"]) == (413, "too_large")
