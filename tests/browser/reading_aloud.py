"""What a screen reader is given: the accessibility tree as Chromium computes it, flattened in the order of reading."""

from dataclasses import dataclass

from playwright.sync_api import Page

LANDMARKS = {"banner", "navigation", "search", "main", "complementary", "contentinfo", "region", "form"}
CONTROLS = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "listbox",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
}
PICTURES = {"image", "img", "graphics-document", "SvgRoot"}


@dataclass(frozen=True)
class Spoken:
    role: str
    name: str
    level: int


def spoken(page: Page) -> list[Spoken]:
    """Everything on the page that has a role and is not hidden from a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    order: list[Spoken] = []

    def walk(node: dict) -> None:
        if not node.get("ignored"):
            level = next((it["value"]["value"] for it in node.get("properties", []) if it["name"] == "level"), 0)
            name = node.get("name", {}).get("value", "").strip()
            order.append(Spoken(node.get("role", {}).get("value", ""), name, level))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(next(node for node in nodes if "parentId" not in node))
    return order


def faults(heard: list[Spoken]) -> list[str]:
    """Everything that would leave a listener lost, in words."""
    return [*_of_landmarks(heard), *_of_headings(heard), *_of_names(heard)]


def _of_landmarks(heard: list[Spoken]) -> list[str]:
    found = [it for it in heard if it.role in LANDMARKS]
    frame = [it.role for it in found if it.role in ("banner", "main", "contentinfo")]
    said = [] if frame == ["banner", "main", "contentinfo"] else [f"The page is {', '.join(frame)}, in this order."]
    for role in ("navigation", "search", "complementary", "region", "form"):
        names = [it.name for it in found if it.role == role]
        # A form without a name is no landmark.
        if "" in names and role != "form":
            said.append(f"A landmark has no name: {role}.")
        said += [
            f"Two landmarks have the same name: {role} “{name}”." for name in {*names} if name and names.count(name) > 1
        ]
    return said


def _of_headings(heard: list[Spoken]) -> list[str]:
    headings = [it for it in heard if it.role == "heading"]
    titles = [it.name for it in headings if it.level == 1]
    said = [] if len(titles) == 1 else [f"The page has {len(titles)} titles: {titles}."]
    said += [f"A heading of level {it.level} is empty." for it in headings if not it.name]
    for before, after in zip([Spoken("heading", "the beginning", 0), *headings], headings, strict=False):
        if after.level > before.level + 1:
            said.append(f"From “{before.name}” to “{after.name}” a level is left out.")
    return said


def _of_names(heard: list[Spoken]) -> list[str]:
    return [f"A {it.role} has no name." for it in heard if it.role in CONTROLS | PICTURES and not it.name]
