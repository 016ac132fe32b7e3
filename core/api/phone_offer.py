"""What a patient's page offers their telephone: a button, the script behind it, and what that script may reach."""

import base64
import hashlib
from pathlib import Path

from core import push
from core.access import Actor
from core.link.purpose import TERMS, Purpose

SCRIPT = (Path(__file__).parent / "html" / "phone.js").read_text(encoding="utf-8")
SIGNED = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
POLICY = f"script-src {SIGNED}; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'"
"""No other script than this one, and nowhere but here."""
SCOPE = TERMS[Purpose.PATIENT].path


def offered(actor: Actor) -> dict[str, str]:
    """What stands on the page; without a key of the house nothing is said of it."""
    return {"house_key": push.house_key(actor), "scope": SCOPE, "script": SCRIPT}
