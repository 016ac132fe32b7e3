"""Web push: what is sealed for one browser (RFC 8291), and who vouches for it to its push service (RFC 8292)."""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.settings import settings

CURVE = ec.SECP256R1()
RECORD = 4096
"""A push service takes no longer body (RFC 8030), and it is one record."""
MOST = RECORD - 86 - 17
"""Bytes that can be said in it, beside its head, its mark of the end and its seal."""
GOOD_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that shows messages: where its push service takes them, and the keys with which it alone reads them.

    `topic` is what they are about: a newer one takes the place of an older one of the same topic.
    """

    endpoint: str
    key: str
    auth: str
    topic: str = ""


def sealed(device: Device, said: bytes, salt: bytes = b"", own: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    """The body of one push, in one record; `salt` and our key of the moment are fresh for each."""
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(CURVE)
    theirs, ours = decoded(device.key), _point(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    between = _derived(shared, decoded(device.auth), b"WebPush: info\0" + theirs + ours, 32)
    cipher = AESGCM(_derived(between, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(between, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + cipher.encrypt(nonce, said + b"\x02", None)


def new_key() -> str:
    """A private key by which push services know this house."""
    return encoded(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32))


def public_key(key: str) -> str:
    """Its public half, as browsers want it when they subscribe."""
    return encoded(_point(private_of(key).public_key()))


def voucher(key: str, endpoint: str, contact: str, now: datetime) -> str:
    """The Authorization header that says to this push service who sends."""
    parts = urlsplit(endpoint)
    said = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + GOOD_FOR, "sub": f"mailto:{contact}"}
    return f"vapid t={jwt.encode(said, private_of(key), algorithm='ES256')}, k={public_key(key)}"


def mark(mail_id: str) -> str:
    """What proves that whoever speaks of a message was sent it."""
    key = settings().secret_key.get_secret_value().encode()
    return encoded(hmac.digest(key, f"push:shown:{mail_id}".encode(), "sha256"))


def is_point(key: str) -> bool:
    """Whether a browser's public key is one."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(key))
    except ValueError:
        return False
    return True


def encoded(raw: bytes) -> str:
    """As keys are written in web push: base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The same back; ValueError for what was never encoded."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def private_of(key: str) -> ec.EllipticCurvePrivateKey:
    """The key itself, of its text."""
    return ec.derive_private_key(int.from_bytes(decoded(key)), CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)
