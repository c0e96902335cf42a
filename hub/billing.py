"""Bills and payments against the sandbox biller. No real money moves; every answer says `simulated`.

What a payment is, only the hub says, and the same id always asks about the same payment: after a power cut the
terminal asks again instead of paying again. How a simulated payment ends is read from the account's last digit:

    9  fails                 8  stays 处理中 for a day, then is paid
    7  is paid, then taken back (已冲正)         any other  is paid a few seconds later
"""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.store.base import Row, Tx, one
from hub.terminals import Terminal
from hub.times import stamp, unstamp
from kiosk.catalogue import Biller
from kiosk.core.wire import Bill, BillQuery, Payment, PaymentRequest

SETTLES_AFTER = timedelta(seconds=4)
SLOW_SETTLES_AFTER = timedelta(days=1)
REVERSED_AFTER = timedelta(seconds=30)
PREPAY_MIN, PREPAY_MAX, PREPAY_STEP = 1000, 100000, 100
_COLUMNS = "id, biller, account_key, period, amount_cents, method, terminal_id, state, ending, reference, settles_at"
_SAY = {
    "processing": "处理中，请先别再交。（模拟）",
    "paid": "交上了。（模拟）",
    "failed": "没有交成，没有扣钱。（模拟）",
    "reversed": "钱已经退回。（模拟）",
}

State = Literal["processing", "paid", "failed", "reversed"]


def bill(hub: Hub, biller_id: str, query: BillQuery) -> Bill | Refused:
    """What an account owes for the current month."""
    biller = _biller(hub, biller_id, query.account)
    if isinstance(biller, Refused):
        return biller
    key, period = _key(hub, biller_id, query.account), _period(hub.clock.now())
    settle_due(hub)
    row = hub.store.read(lambda tx: _standing(tx, biller_id, key, period))
    return Bill(
        biller=biller.id,
        account_tail=query.account[-4:],
        holder_masked="模*户",
        period=period,
        due_cents=_due(query.account, period),
        late_cents=0,
        simulated=True,
        state="unpaid" if row is None else ("processing" if row[0] == "processing" else "paid"),
    )


def pay(hub: Hub, terminal: Terminal, request: PaymentRequest) -> Payment | Refused:
    """Begin a payment. Refused while another for the same account and period is being processed or was paid."""
    biller = _biller(hub, request.biller, request.account)
    if isinstance(biller, Refused):
        return biller
    now = hub.clock.now()
    key = _key(hub, request.biller, request.account)
    settle_due(hub)

    def work(tx: Tx) -> Payment | Refused:
        known = one(tx, f"select {_COLUMNS} from payments where id = ?", request.payment_id)
        if known is not None:
            wanted = (request.biller, key, request.period, request.amount_cents, request.method, terminal.id)
            return _payment(known) if known[1:7] == wanted else refused(409, "hash_differs", "同一个编号，内容却不同。")
        if one(tx, "select 1 from void_payments where id = ?", request.payment_id):
            return refused(409, "payment_void", "这一笔终端已经作废，来得太晚。")
        wrong = _wrong_amount(request, now)
        if wrong is not None:
            return wrong
        standing = _standing(tx, request.biller, key, request.period)
        if standing is not None and standing[0] == "processing":
            return refused(409, "payment_in_progress", "这一户有一笔正在处理，不能再交。")
        if standing is not None:
            return refused(409, "already_paid", "这一户这一期已经交过。")
        ending, after = _fate(request.account)
        tx.run(
            "insert into payments (id, biller, account_key, account_tail, period, amount_cents, method, terminal_id,"
            " state, ending, reference, begun_at, settles_at)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 'processing', ?, ?, ?, ?)",
            *(request.payment_id, request.biller, key, request.account[-4:], request.period, request.amount_cents),
            *(request.method, terminal.id, ending, _reference(request.payment_id), stamp(now), stamp(now + after)),
        )
        hub.audit(tx, f"terminal:{terminal.id}", "payment_begun", f"payment:{request.payment_id}", "simulated")
        return _payment(tx.rows(f"select {_COLUMNS} from payments where id = ?", request.payment_id)[0])

    return hub.store.write(work)


def payment(hub: Hub, terminal: Terminal, payment_id: str) -> Payment | Refused:
    """What has become of a payment; only the terminal that began it may ask."""
    settle_due(hub)
    return hub.store.read(lambda tx: _found(tx, terminal, payment_id)) or refused(404, "no_payment", "没有这一笔。")


def close(hub: Hub, terminal: Terminal, payment_id: str) -> Payment | Refused:
    """What has become of a payment; one that never came is void from now on, so that a late order takes no money.

    Works never overlap (hub.store), so an order and this cannot both win.
    """
    settle_due(hub)

    def work(tx: Tx) -> Payment | Refused:
        found = _found(tx, terminal, payment_id)
        if found is not None:
            return found
        if one(tx, "select 1 from payments where id = ?", payment_id):
            return refused(404, "no_payment", "没有这一笔。")
        tx.run(
            "insert into void_payments (id, terminal_id, at) values (?, ?, ?)",
            *(payment_id, terminal.id, stamp(hub.clock.now())),
        )
        hub.audit(tx, f"terminal:{terminal.id}", "payment_void", f"payment:{payment_id}", "simulated")
        return _void(payment_id)

    return hub.store.write(work)


def _found(tx: Tx, terminal: Terminal, payment_id: str) -> Payment | None:
    """This terminal's payment, begun or void; None when there is none."""
    row = one(tx, f"select {_COLUMNS} from payments where id = ?", payment_id)
    if row is not None:
        return _payment(row) if row[6] == terminal.id else None
    mine = "select 1 from void_payments where id = ? and terminal_id = ?"
    return _void(payment_id) if one(tx, mine, payment_id, terminal.id) else None


def _void(payment_id: str) -> Payment:
    say = "没有收到，没有扣钱。（模拟）"
    return Payment(payment_id=payment_id, state="void", amount_cents=0, simulated=True, say=say)


def settle_due(hub: Hub) -> int:
    """What the sandbox biller would have reported by now; how many payments changed."""
    now = hub.clock.now()
    due = "settles_at <= ? and (state = 'processing' or (state = 'paid' and ending = 'reversed'))"
    if not hub.store.read(lambda tx: one(tx, f"select 1 from payments where {due} limit 1", stamp(now))):
        return 0

    def work(tx: Tx) -> int:
        rows = tx.rows(f"select id, state, ending, settles_at from payments where {due}", stamp(now))
        for payment_id, state, ending, settles_at in rows:
            new: State = "failed" if ending == "failed" else "paid"
            again = unstamp(settles_at) + REVERSED_AFTER
            if state == "paid":
                new = "reversed"
            tx.run("update payments set state = ?, settles_at = ? where id = ?", new, stamp(again), payment_id)
            hub.audit(tx, "hub", f"payment_{new}", f"payment:{payment_id}", "simulated")
        return len(rows)

    return hub.store.write(work)


def _standing(tx: Tx, biller: str, key: str, period: str) -> Row | None:
    return one(
        tx,
        "select state from payments where biller = ? and account_key = ? and period = ?"
        " and state in ('processing', 'paid')",
        *(biller, key, period),
    )


def _biller(hub: Hub, biller_id: str, account: str) -> Biller | Refused:
    biller = hub.shelf.current.billers.get(biller_id)
    if biller is None:
        return refused(404, "unknown_biller", "没有这个缴费单位。", "biller")
    if not biller.simulated or not hub.config.simulated_billers:
        return refused(404, "biller_off", "这个缴费单位还没有接通。", "biller")
    if not biller.shape.fullmatch(account):
        return refused(422, "bad_account", "户号不合规则。", "account")
    return biller


def _wrong_amount(request: PaymentRequest, now: datetime) -> Refused | None:
    if request.period != _period(now):
        return refused(422, "bad_period", "账期不对，请重新查账单。", "period")
    owed = request.amount_cents == _due(request.account, request.period)
    prepaid = PREPAY_MIN <= request.amount_cents <= PREPAY_MAX and request.amount_cents % PREPAY_STEP == 0
    return None if owed or prepaid else refused(422, "bad_amount", "金额和账单对不上。", "amount_cents")


def _period(now: datetime) -> str:
    return now.strftime("%Y-%m")


def _due(account: str, period: str) -> int:
    """A plausible sum that is the same whenever it is asked: 20.00 to 219.99 元."""
    return 2000 + int.from_bytes(hashlib.sha256(f"{account}/{period}".encode()).digest()[:4], "big") % 20000


def _fate(account: str) -> tuple[str, timedelta]:
    match account[-1]:
        case "9":
            return "failed", SETTLES_AFTER
        case "8":
            return "paid", SLOW_SETTLES_AFTER
        case "7":
            return "reversed", SETTLES_AFTER
        case _:
            return "paid", SETTLES_AFTER


def _key(hub: Hub, biller: str, account: str) -> str:
    return hub.keys.lookup(f"account:{biller}", account)


def _reference(payment_id: str) -> str:
    return f"模拟{int(hashlib.sha256(payment_id.encode()).hexdigest()[:12], 16) % 10**10:010d}"


def _payment(row: Row) -> Payment:
    state: State = row[7]
    return Payment(
        payment_id=row[0],
        state=state,
        amount_cents=row[4],
        simulated=True,
        reference=row[9] if state != "failed" else "",
        say=_SAY[state],
    )
