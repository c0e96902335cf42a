"""Why a hub's certificate was not trusted, told apart: a wrong authority, a clock, a name and no TLS at all need
different hands."""

import ssl
from typing import Literal

Distrust = Literal["untrusted", "expired", "not_yet_valid", "wrong_name", "not_tls"]

# X509_V_ERR_... of OpenSSL, as ssl.SSLCertVerificationError.verify_code has them.
_CODES: dict[int, Distrust] = {9: "not_yet_valid", 10: "expired", 62: "wrong_name", 64: "wrong_name"}

SAID = {
    "unreachable": "没有应答：看网线、地址和端口，中枢开着没有",
    "too_slow": "太慢，没有等到应答：看网络",
    "too_large": "应答太大，不像中枢：看地址",
    "untrusted": "中枢的证书不是可信的机构签的：看设置 hub.ca_file，或者连错了地方",
    "expired": "中枢的证书过期了：请中枢换证书；也看本机的日期",
    "not_yet_valid": "中枢的证书还没有生效：多半是本机的日期不对",
    "wrong_name": "证书上的名字和地址不一样：看设置 hub.url",
    "not_tls": "对方说的不是 https：看端口",
}
"""For a technician, by HubUnheard.why; a reason that is not here is an HTTP status."""


def distrust(error: BaseException) -> Distrust:
    """The reason inside whatever requests and urllib3 wrapped around the failed handshake."""
    cause: object = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _CODES.get(cause.verify_code, "untrusted")
        if isinstance(cause, ssl.SSLError) and cause.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
            return "not_tls"
        cause = _inside(cause)
    return "untrusted"


def _inside(error: object) -> object:
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        return reason
    args = getattr(error, "args", ())
    return args[0] if args and isinstance(args[0], BaseException) else getattr(error, "__cause__", None)


def unheard_text(why: str) -> str:
    """What a technician reads for a HubUnheard."""
    return SAID.get(why, f"应答不像中枢（{why}）：看地址")
