"""What the terminal keeps while the network is away, and how it gets to the hub once it is back.

`Counter.put_submission` numbers, seals and stores a finished matter in one durable transaction; `Drainer` sends what
waits, exactly once in effect; `HubClient` asks what needs an answer now; `ReferenceCache` holds the last good
catalogue and notices; `Drafts` lets the same card go on after a power cut.
"""

from offline_cache.counter import Build, CaseNumberRule, Counter, Sealer
from offline_cache.drafts import DraftKey, Drafts
from offline_cache.drain import Drain, Drainer, DrainLock, Failed, LineDown, Sent, Step, Waiting
from offline_cache.errors import DiskFull, NotDurable, OfflineCacheError, StoreFromNewerProgram, StoreUnreadable
from offline_cache.export import Exported, NotExported, export_queue
from offline_cache.hub_client import HubClient, HubRefused, HubUnheard, Ok, Unchanged, enrol, line_of
from offline_cache.identity import Identity, NoIdentity, load_identity, save_identity
from offline_cache.items import Counts, Kept, Kind, ListedItem, Refused, Stored, Whereabouts
from offline_cache.line import HubLine, LineState, LineWatch
from offline_cache.link import Link, link_of
from offline_cache.logbook import Logbook, read_logbook
from offline_cache.outbox import Outbox
from offline_cache.payments import OpenPayment, PaymentBook
from offline_cache.reference import NotTaken, Reference, ReferenceCache, Taken, refresh
from offline_cache.set_aside import number_on, put_aside, put_aside_if_broken
from offline_cache.space import Limits, make_room_to_open
from offline_cache.trust import unheard_text

__all__ = [
    "Build",
    "CaseNumberRule",
    "Counter",
    "Counts",
    "DiskFull",
    "DraftKey",
    "Drafts",
    "Drain",
    "DrainLock",
    "Drainer",
    "Exported",
    "Failed",
    "HubClient",
    "HubLine",
    "HubRefused",
    "HubUnheard",
    "Identity",
    "Kept",
    "Kind",
    "Limits",
    "LineDown",
    "LineState",
    "LineWatch",
    "Link",
    "ListedItem",
    "Logbook",
    "NoIdentity",
    "NotDurable",
    "NotExported",
    "NotTaken",
    "OfflineCacheError",
    "Ok",
    "OpenPayment",
    "Outbox",
    "PaymentBook",
    "Reference",
    "ReferenceCache",
    "Refused",
    "Sealer",
    "Sent",
    "Step",
    "StoreFromNewerProgram",
    "StoreUnreadable",
    "Stored",
    "Taken",
    "Unchanged",
    "Waiting",
    "Whereabouts",
    "enrol",
    "export_queue",
    "line_of",
    "link_of",
    "load_identity",
    "make_room_to_open",
    "number_on",
    "put_aside",
    "put_aside_if_broken",
    "read_logbook",
    "refresh",
    "save_identity",
    "unheard_text",
]
