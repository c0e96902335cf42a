"""HTML built from values, so that forgetting to escape is not possible: only `Html` is taken as it is."""

from html import escape

Child = str | int | None
"""Markup (`Html`), or text to escape."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def safe(child: Child) -> str:
    """Markup as it is, anything else escaped."""
    if child is None:
        return ""
    return child if isinstance(child, Html) else escape(str(child))


def many(*children: Child) -> Html:
    """Children one after another."""
    return Html("".join(safe(child) for child in children))


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """One element: tag("a", "回首页", href="/", class_="quiet"). True is a bare attribute, None and False are left out.

    An underscore at the end is dropped (class_, for_), others become dashes (aria_label).
    """
    shown = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        shown += f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"'
    if name in VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{many(*children)}</{name}>")
