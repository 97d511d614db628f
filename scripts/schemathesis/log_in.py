"""Prints an access token: log_in.py ROLE (a demo log-in with that role); log_in.py names the roles.

The service is at KES_URL, its demo log-ins are in the file KES_LOGINS.
"""

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen

workers = json.loads(Path(os.environ["KES_LOGINS"]).read_text())["workers"]
if len(sys.argv) == 1:
    print(*sorted({worker["role"] for worker in workers}))
    sys.exit()

worker = next((w for w in workers if w["role"] == sys.argv[1]), None)
if worker is None:
    sys.exit(f"no demo log-in has the role {sys.argv[1]}")
credentials = {name: worker[name] for name in ("username", "password")}
request = Request(
    os.environ["KES_URL"] + "/v1/sessions",
    data=json.dumps(credentials).encode(),
    headers={"Content-Type": "application/json"},
)
with urlopen(request, timeout=10) as answer:
    token = json.load(answer)["access_token"]

# A run with a token that is not good would be content with 401 everywhere.
me = Request(os.environ["KES_URL"] + "/v1/me", headers={"Authorization": f"Bearer {token}"})
with urlopen(me, timeout=10) as answer:
    assert json.load(answer)["worker"]["username"] == worker["username"]
print(token)
