"""The service as a Python program sees it, by generated calls only: log in and ask who I am.

`make clients` checks this with mypy --strict and runs it beside a demo (KES_URL, KES_LOGINS).
"""

import json
import os
from http import HTTPStatus
from pathlib import Path
from typing import TypedDict, TypeVar

from kes_client import AuthenticatedClient, Client
from kes_client.api.me import get_me
from kes_client.api.sessions import create_session
from kes_client.models import Me, NewSession, Problem, Session
from kes_client.types import Response

URL = os.environ.get("KES_URL", "http://127.0.0.1:8080")
LOGINS = Path(os.environ.get("KES_LOGINS", "var/demo.json"))

T = TypeVar("T")


class LogIn(TypedDict):
    username: str
    password: str
    role: str


def body(answer: Response[T | Problem], kind: type[T]) -> T:
    """The body of a success; a problem document ends the story."""
    if not isinstance(answer.parsed, kind):
        raise RuntimeError(f"{answer.status_code}: {answer.content!r}")
    return answer.parsed


def log_in(worker: LogIn) -> AuthenticatedClient:
    """A client that acts as this worker."""
    credentials = NewSession(username=worker["username"], password=worker["password"])
    session = body(create_session.sync_detailed(client=Client(URL), body=credentials), Session)
    return AuthenticatedClient(URL, token=session.access_token)


def main() -> None:
    workers: list[LogIn] = json.loads(LOGINS.read_text())["workers"]
    worker = workers[0]
    me = body(get_me.sync_detailed(client=log_in(worker)), Me)
    assert me.username == worker["username"]

    wrong = NewSession(username=worker["username"], password="not the password")
    refused = create_session.sync_detailed(client=Client(URL), body=wrong)
    assert refused.status_code == HTTPStatus.UNAUTHORIZED
    print(f"python: logged in as {me.username}")


if __name__ == "__main__":
    main()
