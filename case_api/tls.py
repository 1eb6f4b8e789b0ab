"""The centre's own certificate authority and the certificate it serves with.

A hotline's network has no public authority; a seat pins this one when it enrols. ECDSA P-256, since every TLS stack
of the field knows it. The server's certificate is short-lived; `serve` makes it anew in time, at its start and later.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from case_api.secret_files import write_secret
from case_api.settings import CentreFolder, KeyFileError
from case_api.whole_files import whole_file

AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)
RENEW_AUTHORITY_BEFORE = timedelta(days=365)
"""Every seat has to be enrolled again until its end."""
_CLOCK_LEEWAY = timedelta(days=1)
"""A seat's clock may be behind the centre's; a certificate must not be "not yet valid" there."""


def make_authority(folder: CentreFolder, name: str, now: datetime) -> None:
    """Make the certificate authority of a centre; `now` is aware. Raises `FileExistsError` rather than replace one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} seat network authority"[:64])])
    write_secret(folder.ca_key, _pem(key))
    folder.ca_certificate.write_bytes(_authority_certificate(key, subject, now))


def renew_authority(folder: CentreFolder, now: datetime) -> None:
    """Make the authority's certificate anew with the key that it has, so that seats go on with the one they pinned.

    That one keeps its own end, before which each seat has to pin the new one. Raises `KeyFileError`, `OSError`.
    """
    subject = _authority(folder).subject
    renewed = _authority_certificate(_authority_key(folder), subject, now)
    with whole_file(folder.ca_certificate, replace=True) as file:
        file.write_bytes(renewed)


def _authority_certificate(key: ec.EllipticCurvePrivateKey, subject: x509.Name, now: datetime) -> bytes:
    certificate = (
        _builder(subject, subject, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


def _authority(folder: CentreFolder) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(folder.ca_certificate.read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise KeyFileError(folder.ca_certificate) from error


def _authority_key(folder: CentreFolder) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(folder.ca_key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError, TypeError) as error:  # a TypeError for one with a password
        raise KeyFileError(folder.ca_key) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != _authority(folder).public_key():
        raise KeyFileError(folder.ca_key)
    return key


def check_authority(folder: CentreFolder) -> None:
    """Raise `KeyFileError` where the authority's key is lost or is another's: nothing can be signed without it."""
    _authority_key(folder)


def make_server_certificate(folder: CentreFolder, hosts: Iterable[str], now: datetime) -> None:
    """Make, or make anew, the server's key and certificate for these host names and addresses."""
    authority_key = _authority_key(folder)
    authority = _authority(folder)
    names = list(dict.fromkeys([*hosts, "localhost", "127.0.0.1", "::1"]))
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]),
            authority.subject,
            key.public_key(),
            now,
            SERVER_LIFE,
        )
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    with (
        whole_file(folder.server_key, replace=True) as key_file,
        whole_file(folder.server_certificate, replace=True) as certificate_file,
    ):
        key_file.write_bytes(_pem(key))
        certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))


def renew_if_due(folder: CentreFolder, hosts: Iterable[str], now: datetime) -> bool:
    """Make the server's certificate anew if it runs out within `RENEW_BEFORE`, is not valid yet, or is not there.

    Also if it does not fit the key: a cut between the two leaves them so. Return whether it was made.
    Raises `OSError`, and `KeyFileError` where the authority cannot be read.
    """
    present = present_certificate(folder)
    if present and present.not_valid_before_utc <= now < present.not_valid_after_utc - RENEW_BEFORE:
        return False
    make_server_certificate(folder, hosts, now)
    return True


def present_certificate(folder: CentreFolder) -> x509.Certificate | None:
    """Return the server's certificate, or None where there is none that fits its key."""
    try:
        certificate = x509.load_pem_x509_certificate(folder.server_certificate.read_bytes())
        key = load_pem_private_key(folder.server_key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError, TypeError):  # a TypeError for a key with a password
        return None
    return certificate if certificate.public_key() == key.public_key() else None


def authority_until(folder: CentreFolder) -> datetime:
    """Return the end of the authority's certificate, which seats have pinned. Raises `KeyFileError`, `OSError`."""
    return _authority(folder).not_valid_after_utc


def served_until(folder: CentreFolder) -> datetime:
    """Return the moment from which on no seat trusts what is served: the end of the certificate or of its authority.

    Raises `OSError`, `ValueError`.
    """
    files = (folder.server_certificate, folder.ca_certificate)
    return min(x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc for file in files)


def authority_der(folder: CentreFolder) -> bytes:
    """Return the authority's certificate as DER, which an enrolment code names. Raises `KeyFileError`, `OSError`."""
    return _authority(folder).public_bytes(Encoding.DER)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_LEEWAY)
        .not_valid_after(now + life)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
