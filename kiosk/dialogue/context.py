"""What the guide knows besides the sentence: the catalogue, the matter in hand, what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.catalogue import Service
from kiosk.core.person import Person
from kiosk.dialogue.matters import Matters


@dataclass(frozen=True, slots=True)
class Context:
    """Everything `understand` may look at besides the utterance and the Screen."""

    matters: Matters
    """The catalogue, prepared once for its version."""
    today: date
    division: str = ""
    """Six digits of where the terminal stands."""
    service: Service | None = None
    """The matter in hand or just spoken of."""
    person: Person | None = field(default=None, repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    offered: tuple[str, ...] = ()
    """Service ids named last, best first: what 那个 and 第二个 mean when the Screen shows no list."""
    behalf: str = ""
    """For whom, as said before: 我妈."""
    misses: int = 0
    """How often in a row nothing was understood."""
    cautious: bool = False
    """Dialect or weak hearing: rather show choices than offer one."""
    popular: tuple[str, ...] = ("01", "03", "27")
    """What to show when she names no matter."""
