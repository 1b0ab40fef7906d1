"""Walks over what the page is built of."""

from dash.development.base_component import Component


def walk(part):
    """The component and every one in it, in any of its properties."""
    if isinstance(part, (list, tuple)):
        for one in part:
            yield from walk(one)
    elif isinstance(part, Component):
        yield part
        for name in part._prop_names:
            yield from walk(getattr(part, name, None))


def words(part):
    """The text of a part, as it is read."""
    if isinstance(part, (list, tuple)):
        return " ".join(filter(None, map(words, part)))
    if isinstance(part, Component):
        return words([getattr(part, "label", None), getattr(part, "children", None)])
    return "" if part is None else str(part)


def of_kind(part, kind):
    """The components of one class, in order."""
    return [one for one in walk(part) if type(one).__name__ == kind]


def of_class(part, name):
    """The components that carry a CSS class, in order."""
    return [one for one in walk(part) if name in (getattr(one, "className", None) or "").split()]


def lines(part):
    """What a card says, by the name of the line."""
    return {words(line.children[0]): words(line.children[1]) for line in of_kind(part, "Div") if _is_line(line)}


def _is_line(part):
    children = getattr(part, "children", None)
    return isinstance(children, list) and [type(one).__name__ for one in children] == ["Dt", "Dd"]
