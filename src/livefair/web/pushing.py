"""Web push: a note, sealed for one browser (RFC 8291) and signed by this site (VAPID, RFC 8292), for its push service.

Written on `cryptography`; docs/decisions/0021 says why.
"""

import base64
import json
import os
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from livefair.kernel import Unavailable
from livefair.kernel.clock import Clock
from livefair.people.devices import Device, DeviceNote
from livefair.web.messenger import HttpMessenger
from livefair.web.words import sentence, spoken

RECORD_BYTES = 4_096
NOTE_BYTES_MAX = 3_000
SIGNED_FOR_S = 12 * 3_600
_CURVE = ec.SECP256R1()
# The order of P-256, FIPS 186-5.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class WebPush:
    """`secret`: 64 hexadecimal digits, from which the site's key pair is drawn: browsers know it by that key."""

    def __init__(self, http: HttpMessenger, clock: Clock, *, secret: str, address: str) -> None:
        self._http = http
        self._clock = clock
        self._address = address
        self._key = _key_from(secret)
        self._public_key = public_key_of(secret)

    async def push(self, device: Device, note: DeviceNote, *, ttl_s: int) -> bool:
        try:
            body = seal(shown(note, device.locale), p256dh=bytes_of(device.p256dh), auth=bytes_of(device.auth))
        except ValueError:
            return False
        answer = await self._http.post(device.endpoint, content=body, headers=self._headers(device.endpoint, ttl_s))
        if answer.status_code in {404, 410}:
            return False
        if not answer.is_success:
            raise Unavailable("push_refused", status=answer.status_code)
        return True

    def _headers(self, endpoint: str, ttl_s: int) -> dict[str, str]:
        place = urlsplit(endpoint)
        claims: dict[str, str | int] = {
            "aud": f"{place.scheme}://{place.netloc}",
            "exp": self._clock() // 1_000 + SIGNED_FOR_S,
        }
        # Where a push service may complain; it takes no plain http.
        if self._address.startswith("https://"):
            claims["sub"] = self._address
        return {
            "Authorization": f"vapid t={signed_claims(self._key, claims)},k={self._public_key}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(ttl_s),
        }


def public_key_of(secret: str) -> str:
    """For `applicationServerKey` in the browser."""
    return text_of(_point_of(_key_from(secret).public_key()))


def shown(note: DeviceNote, locale: str) -> bytes:
    """What the service worker reads: {text, href, tag, lang}."""
    told = {
        "text": sentence(note.code, spoken(note.words, locale), locale),
        "href": note.href,
        "tag": note.about,
        "lang": locale,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def seal(
    note: bytes, *, p256dh: bytes, auth: bytes, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """Encrypt for the holder of these keys (RFC 8291 §3.4, one record of RFC 8188). ValueError: those are no keys.

    `key` and `salt` are drawn anew for every message, except by tests.
    """
    if len(note) > NOTE_BYTES_MAX or len(auth) != 16:
        raise ValueError
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, p256dh)
    key, salt = key or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    point = _point_of(key.public_key())
    shared = _derive(key.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\0" + p256dh + point, 32)
    cipher = AESGCM(_derive(shared, salt, b"Content-Encoding: aes128gcm\0", 16))
    sealed = cipher.encrypt(_derive(shared, salt, b"Content-Encoding: nonce\0", 12), note + b"\x02", None)
    return salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point + sealed


def signed_claims(key: ec.EllipticCurvePrivateKey, claims: dict[str, str | int]) -> str:
    """A JSON Web Token by ES256 (RFC 7515)."""
    head = ".".join(text_of(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{head}.{text_of(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def text_of(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """ValueError: not base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key_from(secret: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(secret, 16) % (_ORDER - 1) + 1, _CURVE)


def _point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
