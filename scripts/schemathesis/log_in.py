"""Prints an access token: log_in.py ROLE (a demo log-in with that role); log_in.py names the roles.

Of the log-ins with the role it is the one that sees the most cases: there is most to ask for.
The service is at KES_URL, its demo log-ins are in the file KES_LOGINS.
"""

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen


def send(path: str, headers: dict[str, str], body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = Request(os.environ["KES_URL"] + path, data=data, headers=headers)
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def log_in(worker: dict) -> tuple[int, str]:
    """How many cases are on the first page of the worker, and a token that is known to be good."""
    credentials = {name: worker[name] for name in ("username", "password")}
    token = send("/v1/sessions", {"Content-Type": "application/json"}, credentials)["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    # A run with a token that is not good would be content with 401 everywhere.
    assert send("/v1/me", bearer)["worker"]["username"] == worker["username"]
    sees_cases = worker["role"] in ("caseworker", "supervisor", "director", "auditor")
    return len(send("/v1/cases?limit=200", bearer)["items"]) if sees_cases else 0, token


workers = json.loads(Path(os.environ["KES_LOGINS"]).read_text())["workers"]
if len(sys.argv) == 1:
    print(*sorted({worker["role"] for worker in workers}))
    sys.exit()

tokens = [log_in(worker) for worker in workers if worker["role"] == sys.argv[1]]
if not tokens:
    sys.exit(f"no demo log-in has the role {sys.argv[1]}")
print(max(tokens)[1])
