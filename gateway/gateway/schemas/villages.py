"""Bodies about changes of villages, for OpenAPI."""

from __future__ import annotations

from gateway.schemas.vocabulary import Body, choice, day, listed, nested, text

__all__ = ["VillageChangeBody", "VoidVillageChangeBody"]


class VillageDecisionBody(Body):
    """The document that decided, as the officer has it."""

    number = text(required=True, longest=100)
    issued_by = text(required=True, longest=200)
    issued_on = day(required=True)


class VillageChangeBody(Body):
    kind = choice(["rename", "merge", "correction"], required=True)
    villages = listed(
        text("Villages as the list calls them today", longest=100),
        least=1,
        most=50,
        required=True,
    )
    into = text("What they are called by it", required=True, longest=100)
    on = day("The day from which it holds", required=True)
    decision = nested(VillageDecisionBody)
    reason = text("Kept, sealed; names nobody", required=True, longest=1000)


class VoidVillageChangeBody(Body):
    reason = text("Why it was a mistake", required=True, longest=1000)
