#!/usr/bin/env python3
"""Exports every case that has changed since the last run: for a nightly exchange (PKH, JKM).

    KES_CLIENT_SECRET=… python3 export_cases.py --url https://kes.example.org \\
        --client-id 01935b7c-… --since 2026-01-01T00:00:00Z --folder /var/lib/exchange

Python 3.9 or later, nothing else. The integration needs the scope `cases:read`; it sees the cases
of its unit and below, never restricted ones.

The first run takes what was changed after `--since`; what a run has seen is kept in
`FOLDER/state.json`, and the next run goes on from there. Changes become
`FOLDER/cases-000001.ndjson`, `cases-000002.ndjson` …, one case to a line, whole or not at all: a
file appears when its run has succeeded. A night without changes leaves none. A run that fails
leaves the state as it was; run it again. If the machine dies at the very end, the next run writes
the file of the same number again, with at least the same cases.

A case can stand in two files, and twice in one (it was changed meanwhile): its highest `version`
holds. The service may let a slow change appear up to a minute late, so every run looks back
OVERLAP seconds and leaves out what it has exported before.

Standard error tells how many cases there were and what went wrong, by status, code and request id:
no names, no numbers, no secret. The files have personal data in them; only their owner can read
them. Exit codes: 0 done, 2 wrong arguments, 3 refused (client, secret, scope), 4 not reachable
after all attempts, 5 an answer that is none, 6 state or files cannot be read or written.
"""

from __future__ import annotations

import argparse
import email.utils
import http.client
import json
import os
import random
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Iterator, NoReturn, Optional

# How far a run looks back, in seconds: the documentation of the API asks for it.
OVERLAP = 60
# What a request waits for an answer, and between two attempts at most, in seconds.
TIMEOUT = 60
LONGEST_WAIT = 300
# Worth another attempt: too many requests, and what passes by itself.
PASSING = (408, 429, 500, 502, 503, 504)

REFUSED, UNREACHABLE, NO_ANSWER, NO_FILE = 3, 4, 5, 6


class Failure(Exception):
    """Ends the run with this exit code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Unauthorised(Failure):
    """The token or the secret does not count (any more)."""


def log(text: str) -> None:
    """One line on standard error; never what an answer holds."""
    print(f"export_cases: {text}", file=sys.stderr)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token goes to the address it was told and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Service:
    """The service, asked as an integration."""

    def __init__(self, url: str, client_id: str, secret: str, tries: int, page: int) -> None:
        self.url = url.rstrip("/")
        self.client_id = client_id
        self.secret = secret
        self.tries = tries
        self.page = page
        self.opener = urllib.request.build_opener(NoRedirects)
        self.token = ""
        self.good_until = 0.0

    def cases(self, modified_after: datetime) -> Iterator[dict[str, Any]]:
        """Every case changed after this time, the oldest change first."""
        query = {
            "modified_after": instant(modified_after),
            "sort": "modified_at",
            "limit": str(self.page),
        }
        cursor: Optional[str] = None
        while True:
            asked = query if cursor is None else {**query, "cursor": cursor}
            page = self.get("/v1/cases?" + urllib.parse.urlencode(asked))
            items = page.get("items")
            if not isinstance(items, list):
                raise Failure(NO_ANSWER, "a page of cases has no items")
            yield from items
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def get(self, path: str) -> dict[str, Any]:
        """A read; a token that has ended early is replaced once."""
        if time.monotonic() > self.good_until:
            self.log_in()
        try:
            return self.answer(self.reading(path))
        except Unauthorised:
            self.log_in()
            return self.answer(self.reading(path))

    def reading(self, path: str) -> urllib.request.Request:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return urllib.request.Request(self.url + path, headers=headers)

    def log_in(self) -> None:
        """A token for the secret (OAuth 2.0 client credentials)."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.secret,
            "scope": "cases:read",
        }
        body = urllib.parse.urlencode(form).encode()
        answer = self.answer(urllib.request.Request(self.url + "/oauth/token", data=body))
        try:
            self.token = str(answer["access_token"])
            # A little early, so that it does not end on the way.
            self.good_until = time.monotonic() + float(answer["expires_in"]) - 30
        except (KeyError, TypeError, ValueError):
            raise Failure(NO_ANSWER, "the answer to the log-in has no token") from None

    def answer(self, request: urllib.request.Request) -> dict[str, Any]:
        """The JSON object of an answer, after as many attempts as it takes."""
        for attempt in range(1, self.tries + 1):
            wait: Optional[float] = None
            try:
                with self.opener.open(request, timeout=TIMEOUT) as response:
                    return as_object(response.read())
            except urllib.error.HTTPError as error:
                with error:
                    what = described(error)
                if error.code == 401:
                    raise Unauthorised(REFUSED, what) from None
                if error.code not in PASSING:
                    code = NO_ANSWER if error.code < 400 or error.code == 404 else REFUSED
                    raise Failure(code, what) from None
                wait = retry_after(error.headers.get("Retry-After"))
            except (OSError, ValueError, http.client.HTTPException) as error:
                # Nobody there, a line that breaks, half an answer.
                reason = getattr(error, "reason", error)
                what = f"no answer ({type(reason).__name__})"
            if attempt == self.tries:
                raise Failure(UNREACHABLE, f"{what}; given up after {attempt} attempts")
            if wait is None:
                # 1, 2, 4 … seconds, and each client a little differently.
                wait = min(2.0 ** (attempt - 1), 60.0) * random.uniform(0.5, 1.0)
            wait = min(wait, LONGEST_WAIT)
            log(f"{what}; attempt {attempt + 1} in {wait:.1f} s")
            time.sleep(wait)
        raise Failure(UNREACHABLE, "no attempt was allowed")


def as_object(read: bytes) -> dict[str, Any]:
    """A JSON object."""
    value = json.loads(read)
    if not isinstance(value, dict):
        raise Failure(NO_ANSWER, "an answer is not a JSON object")
    return value


def described(error: urllib.error.HTTPError) -> str:
    """What may be told of a refusal: status, code and request id, not its words."""
    code = ""
    try:
        problem = json.loads(error.read())
        code = str(problem.get("code") or problem.get("error") or "")
    except (OSError, ValueError, AttributeError, http.client.HTTPException):
        pass
    # The code is a word; whatever else stands there is not shown.
    word = code if code.replace("_", "").isalnum() and len(code) <= 100 else "no code"
    request_id = error.headers.get("X-Request-Id") or "none"
    return f"{error.code} {word} (request {request_id[:100]})"


def retry_after(value: Optional[str]) -> Optional[float]:
    """How long to wait, from seconds or from a date."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        at = email.utils.parsedate_to_datetime(value)
        return max(0.0, (at - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None


def parsed(text: str) -> datetime:
    """A time with its zone, as the API writes it."""
    at = datetime.fromisoformat(padded(text))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(timezone.utc)


def padded(text: str) -> str:
    """`Z`, and a fraction of any length, as Python 3.9 reads them."""
    if text.endswith(("Z", "z")):
        text = text[:-1] + "+00:00"
    head, dot, rest = text.partition(".")
    if not dot:
        return text
    zone = rest.lstrip("0123456789")
    fraction = rest[: len(rest) - len(zone)]
    return f"{head}.{fraction[:6].ljust(6, '0')}{zone}"


def instant(at: datetime) -> str:
    """A time as the API takes it."""
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


class State:
    """What earlier runs have seen."""

    def __init__(self, path: Path, since: Optional[datetime]) -> None:
        self.path = path
        self.number = 1
        # The versions exported of the cases that the next run's overlap shows again.
        self.known: dict[str, int] = {}
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.seen_until = parsed(kept["seen_until"])
            self.number = int(kept["next_number"])
            self.known = {str(case): int(version) for case, version in kept["known"].items()}
        except FileNotFoundError:
            if since is None:
                raise Failure(2, "the first run needs --since") from None
            self.seen_until = since
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise Failure(NO_FILE, f"the state in {path} cannot be read") from None

    def save(self, seen_until: datetime, number: int, known: dict[str, int]) -> None:
        kept = {"seen_until": instant(seen_until), "next_number": number, "known": known}
        write(self.path, [json.dumps(kept)])


def write(path: Path, lines: list[str]) -> None:
    """A file that is there whole or not at all, for its owner's eyes only."""
    with Part(path) as part:
        for line in lines:
            part.line(line)
        part.keep()


class Part:
    """A file on its way: under another name until it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        self.name = Path(name)
        self.file = os.fdopen(handle, "w", encoding="utf-8", newline="\n")

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.name.unlink(missing_ok=True)

    def line(self, text: str) -> None:
        self.file.write(text + "\n")

    def keep(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        os.replace(self.name, self.path)


def export(service: Service, folder: Path, since: Optional[datetime]) -> int:
    """One run; returns how many cases it exported."""
    state = State(folder / "state.json", since)
    seen_until = state.seen_until
    seen: dict[str, tuple[datetime, int]] = {}
    count = 0
    with Part(folder / f"cases-{state.number:06}.ndjson") as part:
        for case in service.cases(state.seen_until - timedelta(seconds=OVERLAP)):
            try:
                case_id, version = str(case["id"]), int(case["version"])
                modified_at = parsed(case["modified_at"])
            except (KeyError, TypeError, ValueError):
                raise Failure(NO_ANSWER, "a case without id, version or time") from None
            seen_until = max(seen_until, modified_at)
            seen[case_id] = (modified_at, version)
            if state.known.get(case_id, 0) < version:
                part.line(json.dumps(case, ensure_ascii=False, separators=(",", ":")))
                count += 1
        if count:
            part.keep()
    edge = seen_until - timedelta(seconds=OVERLAP)
    known = {case: version for case, (at, version) in seen.items() if at > edge}
    state.save(seen_until, state.number + (1 if count else 0), known)
    return count


def is_safe(url: str) -> bool:
    """Whether a secret may be sent there: by TLS, or on this machine."""
    parts = urllib.parse.urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def run() -> int:
    parser = argparse.ArgumentParser(
        description="Exports every case that has changed since the last run.",
        epilog="The secret of the integration is in KES_CLIENT_SECRET, or in the file that "
        "KES_CLIENT_SECRET_FILE names.",
    )
    parser.add_argument("--url", required=True, help="https://kes.example.org")
    parser.add_argument("--client-id", required=True, help="the id of the integration")
    parser.add_argument("--folder", required=True, type=Path, help="for the files and the state")
    parser.add_argument("--since", type=parsed, help="2026-01-01T00:00:00Z; for the first run")
    parser.add_argument("--tries", type=int, default=8, help="attempts at each request (8)")
    parser.add_argument("--page", type=int, default=200, help="cases to a request, 1 to 200 (200)")
    told = parser.parse_args()
    secret_file = os.environ.get("KES_CLIENT_SECRET_FILE")
    try:
        secret = (
            Path(secret_file).read_text(encoding="utf-8").strip()
            if secret_file
            else os.environ.get("KES_CLIENT_SECRET", "")
        )
    except OSError:
        parser.error("the file with the secret cannot be read")
    if not secret:
        parser.error("there is no secret")
    if not is_safe(told.url):
        parser.error("--url must be https, or http on this machine")
    if told.tries < 1 or not 1 <= told.page <= 200:
        parser.error("--tries must be at least 1, and --page 1 to 200")
    service = Service(told.url, told.client_id, secret, told.tries, told.page)
    try:
        count = export(service, told.folder, told.since)
    except Failure as failure:
        log(str(failure))
        return failure.code
    except OSError as error:
        log(f"cannot write: {error.strerror} ({error.filename})")
        return NO_FILE
    log(f"{count} cases exported")
    return 0


def main() -> NoReturn:
    try:
        code = run()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
