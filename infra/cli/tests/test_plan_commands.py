"""A changed plan file is told in lines that say what it would change, and what to do next."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from vieclam_cli import operator_calls, plan_commands

FOUND: dict[str, Any] = {
    "problems": [],
    "version": 2,
    "added": ["new_one"],
    "removed": ["old_one"],
    "communes_added": ["10001"],
    "communes_removed": [],
    "unversioned": ["plan", "rural_trainees"],
    "changes": [
        {
            "commune": None,
            "code": "new_jobs",
            "span": "2026",
            "before": {"value": 7, "status": "on_track", "target": None},
            "after": {"value": 7, "status": "at_risk", "target": 60.0},
        },
        {
            "commune": "10001",
            "code": "new_jobs",
            "span": "plan",
            "before": None,
            "after": {"value": 3},
        },
    ],
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(plan_commands, "require_running", lambda _home: None)
    made = tmp_path / "plan.yaml"
    made.write_text("plan: x\n", encoding="utf-8")
    return made


def answered(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> None:
    monkeypatch.setattr(operator_calls, "call", lambda *_args, **_more: answer)


def test_every_effect_has_its_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, FOUND)
    done = CliRunner().invoke(plan_commands.plan, ["preview", str(file)])
    assert done.exit_code == 0
    for line in (
        "version 2: no mistakes",
        "  new_one: new",
        "  old_one: no longer counted",
        "  the plan file changed under the version it had: raise its version",
        "  rural_trainees changed under the version it had: raise its version",
        "  10001: a commune of its own from then on",
        "  new_jobs 2026: status on_track -> at_risk, target - -> 60.0",
        "  10001 new_jobs plan: value - -> 3",
        "Nothing was switched. To count it: down, then up with VIECLAM_PLAN set to the file.",
    ):
        assert line in done.output.splitlines(), line


def test_mistakes_end_it_with_their_places(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"file": "plan.yaml", "path": "version", "vi": "thiếu", "en": "is missing"}
    whole = {"file": "communes/a.yaml", "path": "", "vi": "", "en": "must be a mapping"}
    answered(monkeypatch, {"problems": [first, whole]})
    done = CliRunner().invoke(plan_commands.plan, ["preview", str(file)])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert "plan.yaml: version: is missing" in lines
    assert "communes/a.yaml: must be a mapping" in lines
    assert "2 to mend" in done.output


def test_the_files_beside_a_citys_go_with_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = file.parent / "communes"
    folder.mkdir()
    for name in ("b.yml", "a.yaml", "note.txt"):
        (folder / name).write_text(f"plan: {name}\n", encoding="utf-8")
    sent: list[Any] = []

    def call(*_: Any, body: Any, **__: Any) -> dict[str, Any]:
        sent.append(body)
        return FOUND

    monkeypatch.setattr(operator_calls, "call", call)
    assert CliRunner().invoke(plan_commands.plan, ["preview", str(file)]).exit_code == 0
    assert sent == [
        {
            "files": [
                {"name": "plan.yaml", "text": "plan: x\n"},
                {"name": "communes/a.yaml", "text": "plan: a.yaml\n"},
                {"name": "communes/b.yml", "text": "plan: b.yml\n"},
            ]
        }
    ]


def test_a_file_in_another_encoding_is_said_to_be_one(file: Path) -> None:
    file.write_bytes("Kế hoạch".encode("utf-16"))
    done = CliRunner().invoke(plan_commands.plan, ["preview", str(file)])
    assert done.exit_code == 1
    assert "save it as UTF-8" in done.output


def test_the_files_that_were_counted_are_listed_and_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"version": 1, "digest": "abc", "text": "plan: first\n", "communes": []}
    own = [{"commune": "10001", "text": "plan: own\n"}]
    later = {"version": 2, "digest": "def", "text": "plan: second\n", "communes": own}
    items = [
        row | {"generation": 1, "since": "2000-01-01T00:00:00.000Z"},
        later | {"generation": 2, "since": "2026-09-01T00:00:00.000Z"},
    ]
    answered(monkeypatch, {"items": items})
    listed = CliRunner().invoke(plan_commands.plan, ["versions"]).output.splitlines()
    assert listed == [
        "generation 1: version 1, from the beginning, abc",
        "generation 2: version 2, since 2026-09-01, def, communes 10001",
    ]
    assert CliRunner().invoke(plan_commands.plan, ["show"]).output == "plan: second\n"
    first = CliRunner().invoke(plan_commands.plan, ["show", "--generation", "1"])
    assert first.output == "plan: first\n"
    own_file = CliRunner().invoke(plan_commands.plan, ["show", "--commune", "10001"])
    assert own_file.output == "plan: own\n"
    assert CliRunner().invoke(plan_commands.plan, ["show", "--generation", "9"]).exit_code == 1
