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

    Nothing is switched. A city's file is read with the files in the folder `communes` beside it,
    as `up` reads them; a commune's file that inherits under the plan that is counted. Exits 1
    when a file has mistakes.
    """
    body = {"files": [{"name": file.name, "text": _text(file)}, *_communes(file.parent)]}
    installation = require_running(home.default_home())
    with step("counted"):
        found = operator_calls.call(
            installation, "indicators", "preview_plan", timeout=LONG, body=body
        )
    if found["problems"]:
        for each in found["problems"]:
            print(": ".join(part for part in (each["file"], each["path"], each["en"]) if part))
        raise click.ClickException(f"{len(found['problems'])} to mend; nothing was counted")
    for line in told(found):
        print(line)


def _communes(folder: Path) -> list[dict[str, str]]:
    """The files of the communes beside a city's plan file."""
    return [
        {"name": f"communes/{each.name}", "text": _text(each)}
        for each in sorted((folder / "communes").glob("*"))
        if each.suffix in (".yaml", ".yml")
    ]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is no UTF-8 text: save it as UTF-8") from error


def told(found: dict[str, Any]) -> list[str]:
    """The effect of a plan file without mistakes, a line each."""
    lines = [f"version {found['version']}: no mistakes"]
    for name, words in (
        ("added", "new"),
        ("removed", "no longer counted"),
        ("communes_added", "a commune of its own from then on"),
        ("communes_removed", "no commune of its own any longer"),
    ):
        lines += [f"  {code}: {words}" for code in found[name]]
    for code in found["unversioned"]:
        what = "the plan file" if code == "plan" else code
        lines.append(f"  {what} changed under the version it had: raise its version")
    for each in found["changes"]:
        before, after = each["before"] or {}, each["after"]
        changed = ", ".join(
            f"{name} {_shown(before.get(name))} -> {_shown(value)}"
            for name, value in after.items()
            if before.get(name) != value
        )
        place = f"{each['commune']} " if each["commune"] else ""
        lines.append(f"  {place}{each['code']} {each['span']}: {changed}")
    if not found["changes"]:
        lines.append("  no figure would change")
    lines.append(
        "Nothing was switched. To count it: down, then up with VIECLAM_PLAN set to the file."
    )
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
        communes = ", ".join(own["commune"] for own in each["communes"])
        print(
            f"generation {each['generation']}: version {each['version']}, "
            f"{'from the beginning' if since < '2001' else f'since {since}'}, {each['digest']}"
            + (f", communes {communes}" if communes else "")
        )


@plan.command()
@click.option("--generation", type=int, help="Which one [the present].")
@click.option("--commune", help="The file of this commune beside it, by unit code.")
def show(generation: int | None, commune: str | None) -> None:
    """Print a plan file as it was counted."""
    installation = require_running(home.default_home())
    found = operator_calls.call(installation, "indicators", "plan_versions")["items"]
    for each in reversed(found):
        texts = {None: each["text"], **{own["commune"]: own["text"] for own in each["communes"]}}
        if generation in (None, each["generation"]) and commune in texts:
            sys.stdout.write(texts[commune])
            return
    raise click.ClickException("there is none such; `./vieclam plan versions` lists them")
