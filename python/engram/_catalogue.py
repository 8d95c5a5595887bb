"""What there is, and what it is: `engram list` and `engram describe`."""

from . import _call


def list_(kind="tasks"):
    """The names of the tasks, cells, presets, settings, analyses, …, each with a sentence: a dict from name to sentence."""
    _, answer = _call.command(["list", kind])
    entries = next(value for value in answer.values() if isinstance(value, list))
    return Names((entry["name"], entry.get("summary", "")) for entry in entries)


def describe(name):
    """All about a task, a cell, a preset, an optimiser or a group of settings; printing it gives the page."""
    name = getattr(name, "path", name)
    _, answer = _call.command(["describe", str(name)])
    return Description(str(name), answer)


class Names(dict):
    """Names with a sentence for each."""

    def __str__(self):
        width = max((len(name) for name in self), default=0)
        return "\n".join(f"{name:<{width}}  {summary}".rstrip() for name, summary in self.items())

    __repr__ = __str__


class Description(dict):
    """What the program knows of something, by key; as text, the page that it prints."""

    def __init__(self, name, answer):
        super().__init__(answer)
        self.name = name

    def __str__(self):
        return _call.printed(["describe", self.name])

    __repr__ = __str__
