"""Walks the served route map with the shipped example that ends in a profile; runs inside the installed environment."""

from __future__ import annotations

import http.cookiejar
import re
import sys
import urllib.parse
import urllib.request
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

LONGEST_WALK = 60


def shipped(name: str) -> Any:
    """Read a file of the shipped map."""
    path = files("sleutelwerk") / "content" / "route_maps" / "sleutelfiguren" / "1" / name
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, address: str) -> None:
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.address = address

    def open(self, path: str, form: dict[str, str] | None = None) -> str:
        """Get a page, or send a form, and remember where it ended."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        with self._opener.open(urllib.parse.urljoin(self.address, path), data) as answer:
            self.address = answer.geturl()
            return str(answer.read().decode())


def hidden(page: str, name: str) -> str:
    """Give the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if not found:
        raise SystemExit(f"no field {name} on the page")
    return found[1]


def main(address: str) -> None:
    """From the start page to the profile."""
    route_map = shipped("route.yaml")
    titles = {outcome["id"]: outcome["title"] for outcome in route_map["outcomes"] if outcome["kind"] == "profile"}
    example = next(found for found in shipped("examples.yaml")["examples"] if found["ends_in"] in titles)
    answers = {question: option for step in example["answers"] for question, option in step.items()}
    visitor = Visitor(address)
    visitor.open("/")
    visitor.open("/routekaart/")
    page = visitor.open("/routekaart/vraag/1/")
    for _ in range(LONGEST_WALK):
        if "/vraag/" not in visitor.address:
            break
        question = route_map["questions"][int(hidden(page, "question"))]
        option = [found["id"] for found in question["options"]].index(answers[question["id"]])
        form = {"question": hidden(page, "question"), "answer": str(option)}
        page = visitor.open(visitor.address, form | {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")})
    if titles[example["ends_in"]] not in page:
        raise SystemExit(f"'{example['name']}' ended at {visitor.address}, not in {example['ends_in']}")
    print(f"Walked '{example['name']}' to '{titles[example['ends_in']]}'")


if __name__ == "__main__":
    main(sys.argv[1])
