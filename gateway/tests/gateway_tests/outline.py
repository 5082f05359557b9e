"""A page as a reader of its outline sees it: headings, ids, labels, inputs, inline code."""

from __future__ import annotations

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Landmarks, headings, labels, ids and everything a strict policy would refuse."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.inputs: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label":
            self.labels.append(str(values.get("for")))
        if tag in ("input", "select") and values.get("type") != "hidden":
            self.inputs.append(str(values.get("id")))
        inline = [name for name in values if name == "style" or name.startswith("on")]
        if inline or tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)
