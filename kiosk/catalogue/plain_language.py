"""What residents' texts must be like: short sentences, no English, no jargon, no blame."""

import re
from collections.abc import Iterator

from kiosk.catalogue.types import FieldSpec, Material, Service
from kiosk.catalogue.yaml_marks import Place

MAX_SENTENCE = 20
"""Characters of one sentence, punctuation not counted; longer ones are not remembered when heard once."""
MAX_PLAIN_NAME = 8
"""Also of what is a button: things to bring for a guided matter, papers given elsewhere."""
MAX_CONSENT = 120
MAX_PROMISE = 300

JARGON = (
    *("系统", "界面", "点击", "登录", "注册", "加载", "服务器", "后台", "缓存", "客户端", "用户", "字段", "参数"),
    *("数据库", "接口", "异常", "无效", "非法", "终止", "受理号", "事项编码", "实施主体", "行政相对人", "要件"),
    *("验证码", "人脸识别", "上传", "下载", "录入", "不能为空", "操作失误", "您错了", "输错", "必填"),
)
"""Words an eighty-year-old does not use, or that blame."""

_ENDS = re.compile(r"[。！？；!?;\n]+")
_UNCOUNTED = re.compile(r"[\s，、：:“”「」《》（）()·—…,.\-–]")
_LATIN = re.compile(r"[A-Za-z]+")


def sentences(text: str) -> list[str]:
    """A text cut at 。！？； and line ends."""
    return [part.strip() for part in _ENDS.split(text) if part.strip()]


def length(sentence: str) -> int:
    """Characters that are read aloud."""
    return len(_UNCOUNTED.sub("", sentence))


def complaints(text: str) -> Iterator[tuple[str, str]]:
    """(problem, mend) for everything in a resident's text that is not plain."""
    for sentence in sentences(text):
        if length(sentence) > MAX_SENTENCE:
            yield f"句子太长（{length(sentence)} 字）：{sentence}", f"请拆成不超过 {MAX_SENTENCE} 字的短句"
    for word in _LATIN.findall(text):
        if word != "X":  # The last character of an identity number has no Chinese name.
            yield f"有英文：{word}", "请换成中文"
    for word in JARGON:
        if word in text:
            yield f"有难懂或责怪人的词：{word}", "请换成老人平常说的话"


def residents_texts(service: Service) -> Iterator[tuple[Place, str]]:
    """Everything of a service that a resident reads or hears, with its place in the file."""
    for name in ("plain_name", "plain_words", "consent", "promise", "fee", "result", "offline_channel"):
        yield (name,), getattr(service, name)
    for name in ("guide", "next_steps", "aliases"):
        for n, text in enumerate(getattr(service, name)):
            yield (name, n), text
    for n, rule in enumerate(service.rules):
        yield ("rules", n, "text"), rule.text
        yield ("rules", n, "otherwise"), rule.otherwise
    if service.time_limit is not None:
        yield ("time_limit", "wording"), service.time_limit.wording
    for n, figure in enumerate(service.figures):
        yield ("figures", n, "name"), figure.name
    for group in ("fields", "agent_fields"):
        for n, spec in enumerate(getattr(service, group)):
            yield from _field_texts(spec, (group, n))
    for n, material in enumerate(service.materials):
        yield from _material_texts(material, ("materials", n))
    for n, referral in enumerate(service.referrals):
        yield ("referrals", n, "name"), referral.name
        yield from ((("referrals", n, "go_to", k), text) for k, text in enumerate(referral.go_to))
    for n, ticket in enumerate(service.tickets):
        yield ("tickets", n, "label"), ticket.label
        yield ("tickets", n, "note"), ticket.note


def _field_texts(spec: FieldSpec, at: Place) -> Iterator[tuple[Place, str]]:
    for name in ("label", "ask", "help", "none_answer"):
        yield (*at, name), getattr(spec, name)
    for n, option in enumerate(spec.options):
        yield (*at, "options", n, "label"), option.label
        yield (*at, "options", n, "note"), option.note
    for n, text in enumerate(spec.suggestions):
        yield (*at, "suggestions", n), text


def _material_texts(material: Material, at: Place) -> Iterator[tuple[Place, str]]:
    yield (*at, "name"), material.name
    yield (*at, "note"), material.note
