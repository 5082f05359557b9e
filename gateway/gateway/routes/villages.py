"""The commune's villages renamed, merged, put right: each one call of the registry."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from gateway.answers import json_answer, with_sentences
from gateway.operations import Operation
from gateway.parts import ask
from gateway.requests import json_object
from gateway.schemas import villages as vb
from gateway.schemas.answers import AnyAnswer

__all__ = ["VILLAGES", "register"]

VILLAGES = (
    Operation(
        verb="GET",
        path="/village-changes",
        service="registry",
        method="list_village_changes",
        summary="What changed of the commune's villages, the youngest first",
        answers="thing",
        items="changes",
    ),
    Operation(
        verb="POST",
        path="/village-changes",
        service="registry",
        method="change_villages",
        summary="Rename a village, merge some, or join two spellings of one; records follow",
        body=vb.VillageChangeBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/village-changes/{change_id}",
        service="registry",
        method="get_village_change",
        summary="A change of villages and how far its records are",
        answers="thing",
    ),
    Operation(
        verb="POST",
        path="/village-changes/{change_id}/void",
        service="registry",
        method="void_village_change",
        summary="It was a mistake: everybody goes back to where they were",
        body=vb.VoidVillageChangeBody,
    ),
)


def preview() -> Response:
    """Nothing is stored: no key, no receipt."""
    told = ask("registry", "preview_village_change", body=json_object())
    return json_answer({**told, "warnings": with_sentences(told["warnings"])})


def register(blueprint: Blueprint) -> None:
    """Add the preview to the people's blueprint."""
    content = {"application/json": {"schema": vb.VillageChangeBody}}
    described = blueprint.doc(
        summary="Whom a change of villages would touch; nothing is written",
        requestBody={"content": content, "required": True},
    )
    blueprint.route("/village-changes/preview", methods=["POST"])(
        blueprint.response(200, AnyAnswer)(described(preview))
    )
