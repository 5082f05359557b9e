"""The list of referrals: the commune asks the registry, a partner its own service."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from gateway.answers import listing
from gateway.parts import account, ask
from gateway.routes.registry import ANSWERS
from gateway.schemas.answers import ListAnswer
from gateway.schemas.queries import ReferralList, read_query

__all__ = ["register"]


def register(blueprint: Blueprint) -> None:
    """Add the route to the referrals' blueprint."""
    blueprint.route("/referrals", methods=["GET"])(
        blueprint.response(200, ListAnswer)(
            blueprint.doc(
                summary="Referrals, by partner and status",
                description="A partner sees those made to it, as they reached it.",
                parameters=[{"in": "query", "schema": ReferralList}],
            )(referrals)
        )
    )


def referrals() -> Response:
    query = read_query(ReferralList)
    role = account().role
    if role in ANSWERS:
        own = {key: query[key] for key in ("status", "page", "page_size")}
        found = ask(ANSWERS[role], "list_referrals", **own)
    else:
        found = ask("registry", "list_referrals", **query)
    return listing(found, "referrals", query["page"], query["page_size"])
