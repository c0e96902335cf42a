"""What lies over any page because of a call for a human. What it shows follows from the call itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CallOver:
    """The call: what is asked of her (main), what the guide may do (menu), typing (talk), writing by
    finger (write), the guide's picture (see)."""

    part: Literal["main", "menu", "talk", "write", "see"] = "main"
