"""plan: what a changed plan file would make of the figures, and the files that were counted."""

import sys
from pathlib import Path
from typing import Any

import click

from vieclam_cli import home, operator_calls
from vieclam_cli.progress import step
from vieclam_cli.run_commands import require_running

LONG = 600.0  # seconds: a preview counts every state once


@click.group()
def plan() -> None:
    """Check a plan file, see what it would change, list those that were counted."""


@plan.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def preview(file: Path) -> None:
    """Check FILE and show what it would make of this year's figures and the plan's.

    Nothing is switched. A commune's file that inherits is read under the plan that is counted.
    Exits 1 when the file has mistakes.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException("the file is no UTF-8 text: save it as UTF-8") from error
    installation = require_running(home.default_home())
    with step("counted"):
        found = operator_calls.call(
            installation, "indicators", "preview_plan", timeout=LONG, body={"text": text}
        )
    if found["problems"]:
        for each in found["problems"]:
            print(each)
        raise click.ClickException(f"{len(found['problems'])} to mend; nothing was counted")
    for line in told(found):
        print(line)


def told(found: dict[str, Any]) -> list[str]:
    """The effect of a plan file without mistakes, a line each."""
    lines = [f"version {found['version']}: no mistakes"]
    for name, words in (("added", "new"), ("removed", "no longer counted")):
        lines += [f"  {code}: {words}" for code in found[name]]
    for code in found["unversioned"]:
        what = "the plan file" if code == "plan" else code
        lines.append(f"  {what} changed under the version it had: raise its version")
    for each in found["changes"]:
        changed = ", ".join(
            f"{name} {_shown(each['before'][name])} -> {_shown(each['after'][name])}"
            for name in each["after"]
        )
        lines.append(f"  {each['code']} {each['span']}: {changed}")
    if not found["changes"]:
        lines.append("  no figure would change")
    lines.append("Nothing was switched. To count it: set VIECLAM_PLAN to the file, down, up.")
    return lines


def _shown(value: Any) -> str:
    return "-" if value is None else str(value)


@plan.command()
def versions() -> None:
    """List the plan files that were counted, the present one last."""
    installation = require_running(home.default_home())
    found = operator_calls.call(installation, "indicators", "plan_versions")
    for each in found["items"]:
        since = each["since"][:10]
        print(
            f"generation {each['generation']}: version {each['version']}, "
            f"{'from the beginning' if since < '2001' else f'since {since}'}, {each['digest']}"
        )


@plan.command()
@click.option("--generation", type=int, help="Which one [the present].")
def show(generation: int | None) -> None:
    """Print a plan file as it was counted."""
    installation = require_running(home.default_home())
    found = operator_calls.call(installation, "indicators", "plan_versions")["items"]
    for each in reversed(found):
        if generation in (None, each["generation"]):
            sys.stdout.write(each["text"])
            return
    raise click.ClickException("no such generation; `./vieclam plan versions` lists them")
