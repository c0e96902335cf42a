"""What terminals ask. Bodies are read and checked by hand: they are signed as bytes, and never logged."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from hub import billing, cases, help_desk, intake, orders, ratings, repairs, terminals, tickets, unclear
from hub.api.answers import answer, problem
from hub.api.signed import JSON_LIMIT, LargeSigned, SmallSigned, TheHub, parse
from hub.bundles import catalogue_bundle, notices_bundle
from hub.incoming import hub_of, read_body
from hub.outcomes import Refused, refused
from kiosk.core.sealing import SEALED_TYPE
from kiosk.core.wire import (
    Bill,
    BillQuery,
    CaseList,
    CaseQuery,
    EnrolReply,
    EnrolRequest,
    Heartbeat,
    HelpReply,
    HelpRequest,
    Message,
    Orders,
    Payment,
    PaymentRequest,
    Problem,
    Rating,
    Received,
    Repair,
    SignedBundle,
    SubmissionAck,
    Ticket,
    TicketRequest,
    Unclear,
)

router = APIRouter(prefix="/v1")
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", description="UUID")]
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "签名不对，或终端没有登记"},
    409: {"model": Problem, "description": "同一个编号来过，内容却不同；或现在不能这样做"},
    413: {"model": Problem, "description": "内容太大"},
    422: {"model": Problem, "description": "内容不对；field 指出是哪一项"},
    503: {"model": Problem, "description": "数据库现在用不了，请稍后再试"},
}


def _takes(model: type[Message]) -> dict[str, Any]:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": _plain_schema(model)}}},
    }


def _plain_schema(model: type[Message]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {key: value for key, value in schema.items() if key != "$defs"}


def _same_id(inside: str, outside: str) -> Refused | None:
    return None if inside == outside else refused(422, "id_differs", "地址里的编号和内容里的不一样。")


@router.put(
    "/submissions/{submission_id}",
    summary="收一份封好的申请",
    description="同一个编号、同样的内容，再传多少次都只有一个办件，回同一张签名回执。",
    response_model=SubmissionAck,
    responses=_PROBLEMS,
    openapi_extra={"requestBody": {"required": True, "content": {SEALED_TYPE: {"schema": {"type": "string"}}}}},
)
async def put_submission(submission_id: Id, request: Request, signed: LargeSigned, hub: TheHub) -> Response:
    if request.headers.get("content-type") != SEALED_TYPE:
        return problem(refused(415, "bad_type", f"内容类型要是 {SEALED_TYPE}。", "Content-Type"))
    outcome = await run_in_threadpool(intake.receive, hub, signed.terminal, submission_id, signed.body)
    return problem(outcome) if isinstance(outcome, Refused) else answer(outcome.ack, 201 if outcome.fresh else 200)


@router.post(
    "/cases/query",
    summary="查办件进度",
    description="按小票上的编号，或按刷卡读到的证件号；要且只要一个。答复里没有个人信息。",
    response_model=CaseList,
    responses=_PROBLEMS,
    openapi_extra=_takes(CaseQuery),
)
def query_cases(signed: SmallSigned, hub: TheHub) -> Response:
    return answer(cases.query(hub, parse(CaseQuery, signed.body)))


@router.get("/catalogue", summary="取事项目录", description="签名、带版本；没变就回 304。", response_model=SignedBundle)
def get_catalogue(request: Request, hub: TheHub) -> Response:
    return _bundle(request, catalogue_bundle(hub))


@router.get("/notices", summary="取公告", description="签名、带版本；没变就回 304。", response_model=SignedBundle)
def get_notices(request: Request, hub: TheHub) -> Response:
    return _bundle(request, notices_bundle(hub))


def _bundle(request: Request, bundle: SignedBundle) -> Response:
    tag = f'"{bundle.version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    answered = answer(bundle)
    answered.headers.update(headers)
    return answered


@router.post(
    "/enrol",
    summary="登记终端",
    description="用一次性登记码换取这台终端的身份；码用过就作废。",
    response_model=EnrolReply,
    responses={403: {"model": Problem, "description": "登记码不对、用过或过期"}, 422: _PROBLEMS[422]},
    openapi_extra=_takes(EnrolRequest),
)
async def enrol(request: Request) -> Response:
    asked = parse(EnrolRequest, await read_body(request, JSON_LIMIT))
    return answer(await run_in_threadpool(terminals.enrol, hub_of(request), asked))


@router.post(
    "/heartbeat",
    summary="终端报平安",
    response_model=Received,
    responses=_PROBLEMS,
    openapi_extra=_takes(Heartbeat),
)
def heartbeat(signed: SmallSigned, hub: TheHub) -> Response:
    terminals.heartbeat(hub, signed.terminal, parse(Heartbeat, signed.body, lenient=True))
    return answer(_received(signed.terminal.id, signed.body))


@router.get(
    "/orders",
    summary="取中枢对这台终端的要求",
    description="停用哪个设备、哪件事项，要不要送维护包；有签名。",
    response_model=Orders,
    responses=_PROBLEMS,
)
def get_orders(signed: SmallSigned, hub: TheHub) -> Response:
    return answer(orders.orders_for(hub, signed.terminal))


@router.put(
    "/bundles/{bundle_id}",
    summary="送维护包",
    description="中枢要过才收；里面没有个人信息。",
    response_model=Received,
    responses=_PROBLEMS,
    openapi_extra={"requestBody": {"required": True, "content": {"application/zip": {"schema": {"type": "string"}}}}},
)
async def put_bundle(bundle_id: Id, signed: LargeSigned, hub: TheHub) -> Response:
    wrong = await run_in_threadpool(orders.take_bundle, hub, signed.terminal, bundle_id, signed.body)
    return answer(wrong or _received(bundle_id, signed.body))


@router.put(
    "/tickets/{ticket_id}",
    summary="取号",
    response_model=Ticket,
    responses=_PROBLEMS,
    openapi_extra=_takes(TicketRequest),
)
def put_ticket(ticket_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    asked = parse(TicketRequest, signed.body)
    return answer(_same_id(asked.ticket_id, ticket_id) or tickets.take(hub, signed.terminal, asked))


@router.post(
    "/bills/{biller}/query",
    summary="查账单（模拟）",
    response_model=Bill,
    responses=_PROBLEMS,
    openapi_extra=_takes(BillQuery),
)
def query_bill(biller: str, signed: SmallSigned, hub: TheHub) -> Response:
    return answer(billing.bill(hub, biller, parse(BillQuery, signed.body)))


@router.put(
    "/payments/{payment_id}",
    summary="交费（模拟）",
    description="同一户同一期，正在处理或已经交过的，不再收第二笔。断电后请用 GET 查，不要另交。",
    response_model=Payment,
    responses=_PROBLEMS,
    openapi_extra=_takes(PaymentRequest),
)
def put_payment(payment_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    asked = parse(PaymentRequest, signed.body)
    return answer(_same_id(asked.payment_id, payment_id) or billing.pay(hub, signed.terminal, asked))


@router.get("/payments/{payment_id}", summary="查一笔交费", response_model=Payment, responses=_PROBLEMS)
def get_payment(payment_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    return answer(billing.payment(hub, signed.terminal, payment_id))


@router.post(
    "/payments/{payment_id}/close",
    summary="问一笔交费，没收到的就作废",
    description="收到过的，如实回它的状态；没收到过的从此作废，晚到也不收。终端据此才能说“没有扣钱”。",
    response_model=Payment,
    responses=_PROBLEMS,
)
def close_payment(payment_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    return answer(billing.close(hub, signed.terminal, payment_id))


@router.put(
    "/help-requests/{help_id}",
    summary="请人来帮忙",
    description="如实回答有没有人值班、前面有几位。",
    response_model=HelpReply,
    responses=_PROBLEMS,
    openapi_extra=_takes(HelpRequest),
)
def put_help(help_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    asked = parse(HelpRequest, signed.body)
    return answer(_same_id(asked.help_id, help_id) or help_desk.ask(hub, signed.terminal, asked))


@router.put(
    "/ratings/{rating_id}",
    summary="好差评",
    description="评价和身份分开存；差评生成限期整改单。",
    response_model=Received,
    responses=_PROBLEMS,
    openapi_extra=_takes(Rating),
)
def put_rating(rating_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    asked = parse(Rating, signed.body)
    wrong = _same_id(asked.rating_id, rating_id) or ratings.rate(hub, signed.terminal, asked, signed.body)
    return answer(wrong or _received(rating_id, signed.body))


@router.put(
    "/unclear/{unclear_id}",
    summary="没听懂的话",
    description="经本人同意、去掉了姓名、号码和地址的一句话；不记是哪台终端，也不记几点。",
    response_model=Received,
    responses=_PROBLEMS,
    openapi_extra=_takes(Unclear),
)
def put_unclear(unclear_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    said = parse(Unclear, signed.body)
    wrong = _same_id(said.unclear_id, unclear_id) or unclear.keep(hub, said)
    return answer(wrong or _received(unclear_id, signed.body))


@router.put(
    "/repairs/{repair_id}",
    summary="检修的进出",
    description="有人开始、结束检修，或试错太多被锁；记进审计链，同一件只记一次。",
    response_model=Received,
    responses=_PROBLEMS,
    openapi_extra=_takes(Repair),
)
def put_repair(repair_id: Id, signed: SmallSigned, hub: TheHub) -> Response:
    said = parse(Repair, signed.body)
    wrong = _same_id(said.repair_id, repair_id) or repairs.tell(hub, signed.terminal, said)
    return answer(wrong or _received(repair_id, signed.body))


def _received(receipt: str, body: bytes) -> Received:
    return Received(receipt=receipt, sha256=hashlib.sha256(body).hexdigest())
