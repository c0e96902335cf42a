"""A newer program on a terminal: signed, checked, switched by one rename, and switched back when it does not stand up.

`/opt/kiosk/versions/0.1.0/` holds one whole program, `current` and `previous` are links to two of them. A bundle is
made beside the key (`make_bundle`), carried by stick or network, and taken by `apply`.
"""

from kiosk.update.apply import Already, Applied, Commands, NotApplied, RolledBack, apply, roll_back
from kiosk.update.bundle import BundleRefused, Manifest, make_bundle, open_bundle
from kiosk.update.versions import Versions

__all__ = [
    "Already",
    "Applied",
    "BundleRefused",
    "Commands",
    "Manifest",
    "NotApplied",
    "RolledBack",
    "Versions",
    "apply",
    "make_bundle",
    "open_bundle",
    "roll_back",
]
