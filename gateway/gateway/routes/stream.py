"""Live figures by server-sent events."""

from __future__ import annotations

from flask import Response, request
from flask_smorest import Blueprint

from gateway.parts import parts

__all__ = ["register"]


def register(blueprint: Blueprint) -> None:
    """Add the route to the figures' blueprint."""
    blueprint.route("/indicators/stream", methods=["GET"])(
        blueprint.response(200, content_type="text/event-stream")(
            blueprint.doc(
                summary="Live: an event `figures` whenever the figures change",
                description=(
                    "The event's id is the figures' version: send it as Last-Event-ID when "
                    "you come back. `trouble`: the figures cannot be heard at the moment. "
                    "With `?brief` the data is the version alone."
                ),
            )(stream)
        )
    )


def stream() -> Response:
    subscription = parts().live.subscribe(
        request.headers.get("Last-Event-ID"), brief="brief" in request.args
    )
    # eventlet's server keeps small pieces back to send 4 KiB at once: not of a live stream
    request.environ["eventlet.minimum_write_chunk_size"] = 0
    return Response(
        subscription,
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
