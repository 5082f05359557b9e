"""The routes of the pages."""

from __future__ import annotations

from flask import Blueprint, Flask

from gateway.pages import dashboard, docs, figure, imports, people, sign_in

__all__ = ["install"]


def install(app: Flask) -> None:
    """Register every page."""
    blueprint = Blueprint("pages", __name__)
    for path, name, view, verb in (
        ("/", "dashboard", dashboard.dashboard, "GET"),
        ("/targets", "targets", dashboard.targets, "GET"),
        ("/public", "public", dashboard.public, "GET"),
        ("/indicators/<id:code>", "figure", figure.figure, "GET"),
        ("/sign-in", "sign_in", sign_in.form, "GET"),
        ("/sign-in", "do_sign_in", sign_in.sign_in, "POST"),
        ("/sign-out", "sign_out", sign_in.sign_out, "POST"),
        ("/people", "people", people.search_form, "GET"),
        ("/people", "found_people", people.found, "POST"),
        ("/people/<id:person_id>", "person", people.person, "GET"),
        ("/imports", "imports", imports.form, "GET"),
        ("/imports", "start_import", imports.upload, "POST"),
        ("/imports/<id:import_id>", "import_", imports.told, "GET"),
        ("/api/docs", "docs", docs.docs, "GET"),
    ):
        blueprint.add_url_rule(path, name, view, methods=[verb])
    app.register_blueprint(blueprint)
