"""The routes of the pages."""

from __future__ import annotations

from flask import Blueprint, Flask

from gateway.pages import (
    closings,
    dashboard,
    docs,
    field_work,
    figure,
    import_columns,
    import_rows,
    imports,
    people,
    people_desk,
    plan,
    public,
    reviews,
    sign_in,
    stewardship,
    villages,
)

__all__ = ["install"]


def install(app: Flask) -> None:
    """Register every page."""
    blueprint = Blueprint("pages", __name__)
    for path, name, view, verb in (
        ("/", "dashboard", dashboard.dashboard, "GET"),
        ("/targets", "targets", dashboard.targets, "GET"),
        ("/public", "public", public.public, "GET"),
        ("/public/data", "public_dictionary", public.dictionary, "GET"),
        ("/closings", "closings", closings.closings, "GET"),
        ("/closings", "sign_closing", closings.sign, "POST"),
        ("/closings/new", "new_closing", closings.look_before, "GET"),
        ("/closings/<id:span>", "closing", closings.closing, "GET"),
        ("/closings/<id:span>/notes", "closing_note", closings.add_note, "POST"),
        ("/indicators/<id:code>", "figure", figure.figure, "GET"),
        ("/sign-in", "sign_in", sign_in.form, "GET"),
        ("/sign-in", "do_sign_in", sign_in.sign_in, "POST"),
        ("/sign-out", "sign_out", sign_in.sign_out, "POST"),
        ("/people", "people", people.search_form, "GET"),
        ("/people", "found_people", people.found, "POST"),
        ("/people/export", "export_people", people.export, "POST"),
        ("/people/<id:person_id>", "person", people.person, "GET"),
        ("/reviews", "reviews", reviews.question, "GET"),
        ("/reviews/<id:review_id>/decide", "decide_review", reviews.decide, "POST"),
        ("/imports", "imports", imports.form, "GET"),
        ("/imports", "start_import", imports.upload, "POST"),
        ("/imports/restricted", "start_restricted", imports.upload_restricted, "POST"),
        ("/imports/templates/<id:kind>", "list_template", imports.template, "GET"),
        ("/imports/<id:import_id>", "import_", imports.told, "GET"),
        ("/imports/<id:import_id>/carry-out", "carry_out", imports.carry_out, "POST"),
        ("/imports/<id:import_id>/rejected", "rejected", imports.rejected, "GET"),
        ("/imports/<id:import_id>/columns", "columns", import_columns.columns, "GET"),
        ("/imports/<id:import_id>/columns", "map_columns", import_columns.map_columns, "POST"),
        ("/imports/<id:import_id>/rows/<id:row>", "import_row", import_rows.line, "GET"),
        ("/imports/<id:import_id>/rows/<id:row>", "correct_row", import_rows.correct, "POST"),
        ("/api/docs", "docs", docs.docs, "GET"),
        *people_desk.ROUTES,
        *stewardship.ROUTES,
        *villages.ROUTES,
        *field_work.ROUTES,
        *plan.ROUTES,
    ):
        blueprint.add_url_rule(path, name, view, methods=[verb])
    app.register_blueprint(blueprint)
