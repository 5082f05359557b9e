"""People on paper: what a list carries, for whom, and that it is kept in mind."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid
from registry.spreadsheets import Table, guarded, to_csv

from .given import Registry, caller
from .test_list_assistant import rows_of

NUMBER = "001185001234"


def exported(registry: Registry, **more: Any) -> dict[str, Any]:
    return dict(registry.desk().export_people("họp thôn", **more))


def test_a_list_carries_what_a_list_may_show(registry: Registry) -> None:
    person_id = registry.person(
        national_id=NUMBER, ethnicity="Mường", phone="0912345678", note="riêng"
    )
    body = {"code": "disabled", "from": "2026-01-01", "evidence": {"document": "giấy"}}
    registry.desk().add_group(person_id, body, registry.meta())
    title, header, line = rows_of(exported(registry))
    assert title[0] == "DANH SÁCH NGƯỜI LAO ĐỘNG"
    assert header[:2] == ["STT", "Họ và tên"]
    assert line == [
        1, "Đào Thị Được", "15/06/1985", "Nữ", "001•••••1234", "Thôn 1", "Lao động nông thôn",
    ]  # fmt: skip


def test_a_call_list_has_phones_and_room_to_write(registry: Registry) -> None:
    registry.person(phone="0912345678")
    _, header, line = rows_of(exported(registry, layout="call", title="Gọi mời học nghề"))
    assert line[header.index("Điện thoại")] == "0912345678"
    assert header[-3:] == ["Ngày gọi", "Kết quả", "Ghi chú"]


def test_an_invitation_list_is_there_to_be_signed(registry: Registry) -> None:
    registry.person()
    title, header, _ = rows_of(exported(registry, layout="invitation", title="Họp 30/11"))
    assert (title[0], "Ký nhận" in header) == ("Họp 30/11", True)


def test_an_export_is_what_a_search_finds_without_those_who_left(registry: Registry) -> None:
    registry.person(full_name="Lê Thị An", village="Thôn 2")
    gone = registry.person(full_name="Lê Thị Bé", village="Thôn 2")
    registry.person(full_name="Lê Văn Cả", village="Thôn 3")
    left = {"on": "2026-05-01", "reason": "moved_away"}
    registry.desk().record_person_left(gone, left, registry.meta())
    assert exported(registry, q="le", village="Thôn 2")["rows"] == 1
    assert exported(registry, group="rural")["rows"] == 2


def test_every_export_is_logged_with_its_purpose(either: Registry) -> None:
    person_id = either.person()
    exported(either)
    kept = either.desk().list_accesses(person_id)["items"]
    assert ("export", "họp thôn") in [(each["what"], each["purpose"]) for each in kept]


def test_no_purpose_no_export(registry: Registry) -> None:
    with pytest.raises(Invalid):
        registry.desk().export_people("  ")
    for wrong in ({"form": "exe"}, {"layout": "poster"}, {"group": "rich"}):
        with pytest.raises(Invalid):
            exported(registry, **wrong)


def test_a_village_head_takes_along_the_own_village_alone(registry: Registry) -> None:
    registry.person(village="Thôn 1")
    registry.person(full_name="Lê Văn Cả", village="Thôn 3")
    head = registry.desk(caller("village_head", village="Thôn 3"))
    assert head.export_people("đi thăm")["rows"] == 1
    with pytest.raises(Forbidden):
        head.export_people("đi thăm", group="disabled")
    for role in ("front", "school", "bank", "commune_leader", "ops"):
        with pytest.raises(Forbidden):
            registry.desk(caller(role)).export_people("đi thăm")


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_text_of_a_file_is_read_as_a_formula(text: str) -> None:
    table = Table(name="t", header=["a"], rows=[[text]])
    content = to_csv(table)
    assert content.startswith(b"\xef\xbb\xbf")
    (_, (cell,)) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert cell == f"'{text}" == guarded(text)


def test_csv_comes_with_the_mark_spreadsheets_look_for(registry: Registry) -> None:
    registry.person()
    content = base64.b64decode(exported(registry, form="csv")["content_base64"])
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Đào Thị Được" in content.decode("utf-8-sig")
