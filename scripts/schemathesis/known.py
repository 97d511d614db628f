"""Prints what generated requests may name besides what they make up: known.py TOKEN

Walks the lists of the contract at KES_URL as the bearer of the token and tells, as TOML for the
configuration of Schemathesis, which ids it found for each parameter. Requests that name things which
are there go further than to a 404.
"""

import json
import os
import re
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

MOST = 5  # ids of each parameter
OFTEN = 0.8  # how often one of them is named

contract = json.loads(Path("openapi/openapi.json").read_text())
reads = [path for path, operations in contract["paths"].items() if "get" in operations]
# What follows the word in a path: notes/{note_id}.
parameter_of = {
    word: name for path in contract["paths"] for word, name in re.findall(r"/([a-z-]+)/\{(\w+_id)\}", path)
}


def get(path: str) -> dict:
    request = Request(os.environ["KES_URL"] + path, headers={"Authorization": f"Bearer {sys.argv[1]}"})
    try:
        with urlopen(request, timeout=10) as answer:
            body = answer.read()
            return json.loads(body) if answer.headers["Content-Type"] == "application/json" else {}
    except HTTPError:
        return {}


def addresses(path: str, of: str) -> list[str]:
    """The path with each known id in the place of its only parameter."""
    return [path.replace(f"{{{of}}}", known) for known in found.get(of, [])]


found: dict[str, list[str]] = {}
# Lists, then lists of what these held, and what that held.
for depth in range(3):
    for path in reads:
        parameters = re.findall(r"\{(\w+)\}", path)
        word = path.rsplit("/", 1)[-1]
        if len(parameters) > 1 or word not in parameter_of:
            continue
        ids = found.setdefault(parameter_of[word], [])
        for address in addresses(path, parameters[0]) if parameters else [path]:
            for item in get(address).get("items", []):
                known = item.get("id")
                if known and known not in ids and len(ids) < MOST:
                    ids.append(known)

for name, ids in sorted(found.items()):
    if ids:
        print(f"[dictionaries.{name}]\nvalues = {json.dumps(ids)}")
print('[dictionaries.version]\nvalues = ["*", "\\"v1\\"", "\\"v2\\""]')
print("[parameters]")
print(f'"header.If-Match" = {{ dictionary = "version", probability = {OFTEN} }}')
for name, ids in sorted(found.items()):
    if ids:
        print(f'"path.{name}" = {{ dictionary = "{name}", probability = {OFTEN} }}')
