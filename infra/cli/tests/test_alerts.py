"""Every alert fires on what it is for, and not on what just is not, says promtool."""

import subprocess
from typing import Any

import yaml
from vieclam_cli.catalogue import ROOT

FOLDER = ROOT / "infra" / "deploy" / "prometheus"


def promtool(*arguments: str) -> str:
    done = subprocess.run(
        ["promtool", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_prometheus_reads_the_rules() -> None:
    assert f"{len(_alerts())} rules found" in promtool("check", "rules", "alerts.yml")


def test_every_alert_fires_when_it_should_and_else_not() -> None:
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yml")


def test_no_alert_is_without_a_case_that_fires_and_one_that_does_not() -> None:
    told = yaml.safe_load((FOLDER / "alerts_test.yml").read_text(encoding="utf-8"))
    cases = [case for test in told["tests"] for case in test["alert_rule_test"]]
    fires = {case["alertname"] for case in cases if case["exp_alerts"]}
    assert fires == {rule["alert"] for rule in _alerts()}
    at_once = {rule["alert"] for rule in _alerts() if "for" not in rule} - {"FiguresDiffer"}
    quiet = {case["alertname"] for case in cases if not case["exp_alerts"]}
    assert fires - quiet <= at_once


def test_every_alert_says_what_to_do_and_how_urgent_it_is() -> None:
    for rule in _alerts():
        assert rule["annotations"].keys() == {"summary", "action"}, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]


def _alerts() -> list[dict[str, Any]]:
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in rules["groups"] for rule in group["rules"]]
