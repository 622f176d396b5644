"""RSA with SHA-256 (PKCS #1 v1.5), as Alipay (RSA2) and WeChat Pay sign: keys in PEM, or in bare base64."""

import base64
import binascii
import textwrap

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate

KEY_CHARS_MAX = 20_000


class BadKey(ValueError):
    """This is no RSA key; what it is instead is not said, for it may be one of something else."""


def private_key(text: str) -> RSAPrivateKey:
    try:
        found = serialization.load_pem_private_key(_pem(text, "PRIVATE KEY"), password=None)
    except (ValueError, TypeError, UnicodeEncodeError) as error:
        raise BadKey("not a private RSA key in PEM or base64") from error
    if not isinstance(found, RSAPrivateKey):
        raise BadKey("not a private RSA key in PEM or base64")
    return found


def public_key(text: str) -> RSAPublicKey:
    """A public key, or that of a certificate."""
    try:
        pem = _pem(text, "PUBLIC KEY")
        is_certificate = b"-BEGIN CERTIFICATE-" in pem
        found = (
            load_pem_x509_certificate(pem).public_key() if is_certificate else serialization.load_pem_public_key(pem)
        )
    except (ValueError, UnicodeEncodeError) as error:
        raise BadKey("not a public RSA key in PEM or base64") from error
    if not isinstance(found, RSAPublicKey):
        raise BadKey("not a public RSA key in PEM or base64")
    return found


def sign(key: RSAPrivateKey, message: bytes) -> str:
    return base64.b64encode(key.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(key: RSAPublicKey, signature: str, message: bytes) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _pem(text: str, kind: str) -> bytes:
    bare = text.strip()[:KEY_CHARS_MAX]
    if "-----BEGIN" in bare:
        return bare.encode("ascii")
    lines = "\n".join(textwrap.wrap("".join(bare.split()), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode("ascii")
