"""The technician's pages as Screens: drawn, spoken and reached by keypad like every other page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiosk.core.screen import (
    Action,
    AskChart,
    AskTouch,
    Block,
    Bullets,
    Fact,
    Facts,
    Live,
    Paragraph,
    Progress,
    Role,
    Screen,
    Settings,
    Tone,
)
from kiosk.core.words import words
from kiosk.diagnostics import WATCHED, Glimpse, Level
from kiosk.workshop.bench import (
    COLUMNS,
    LOADED,
    ROWS,
    Back,
    Bench,
    Choose,
    Enough,
    Examine,
    Leave,
    Load,
    Seen,
    Start,
    Station,
    Touch,
)

SIGNS = {Level.OK: "正常", Level.LOOK: "要看看", Level.BAD: "有问题", Level.UNTRIED: "没有查"}
PICTOGRAMS = {
    "card_reader": "card_place", "receipt_printer": "printer", "code_reader": "search_case", "keypad": "keyboard",
    "touch": "dot", "display": "contrast", "speaker": "speaker", "microphone": "microphone", "recogniser": "noise",
    "social_card": "health_card", "document_printer": "paper", "scanner": "camera", "camera": "face_good",
    "jack": "headphones", "cabinet": "lamp", "presence": "helper_person", "power": "electricity",
}  # fmt: skip
SETTINGS = Settings(text_size=0)
"""A technician reads more at once than a resident should have to."""


def screen_of(bench: Bench, settings: Settings = SETTINGS) -> Screen:
    """What the technician sees now."""
    station = bench.at
    match bench.where:
        case "menu":
            return _menu(bench, settings)
        case "findings":
            return _findings(bench, settings)
        case "station" if station is not None:
            return _station(station, settings)
        case "doing" if station is not None:
            return _doing(bench, station, settings)
        case "asking" if station is not None:
            return _asking(bench, station, settings)
        case _:
            return _menu(bench, settings)


def _page(
    settings: Settings,
    key: str,
    title: str,
    say: Sequence[str],
    blocks: Sequence[Block] = (),
    actions: Sequence[Action] = (),
    *,
    tone: Tone = Tone.CALM,
    busy: bool = False,
    ask: AskTouch | AskChart | None = None,
) -> Screen:
    always = (
        Action("back", "返回", "back", Back(), Role.ALWAYS),
        Action("restart", "退出检修", "exit", Leave(), Role.ALWAYS),
    )
    return Screen(
        key=f"workshop:{key}",
        title=words(title),
        say=tuple(words(sentence) for sentence in (title, *say) if sentence),
        blocks=tuple(blocks),
        ask=ask,
        actions=tuple(actions),
        always=always,
        tone=tone,
        banner=words("检修"),
        settings=settings,
        busy=busy,
    )


def _menu(bench: Bench, settings: Settings) -> Screen:
    whole = Action("examine", "全部查一遍", "tick", Examine(), Role.PRIMARY)
    stations = tuple(
        Action(
            f"station:{s.id}", s.name, PICTOGRAMS.get(s.id, "settings"), Choose(s.id), Role.CHOICE,
            note=s.say if s.level is Level.UNTRIED else f"{SIGNS[s.level]}：{s.say}",
        )
        for s in bench.stations
    )  # fmt: skip
    return _page(settings, "menu", "检修", ["选一样，看一看、试一试。"], (), (whole, *stations))


def _station(station: Station, settings: Settings) -> Screen:
    facts = [Fact("现在", words(f"{SIGNS[station.level]}。{station.say}"))]
    facts += [Fact("怎么办", words(station.mend))] if station.mend else []
    facts += [Fact(name, words(value)) for name, value in station.details]
    start = Action("start", "开始试", "next", Start(), Role.PRIMARY)
    load = LOADED.get(station.id)
    loaded = (Action("load", load, "paper", Load(), Role.SECONDARY),) if load else ()
    shown = [Facts(tuple(facts))]
    return _page(settings, f"station:{station.id}", station.name, [station.trial.do], shown, (start, *loaded))


def _doing(bench: Bench, station: Station, settings: Settings) -> Screen:
    if station.trial.act == "touch_grid":
        columns, rows = (COLUMNS, ROWS) if bench.upright else (ROWS, COLUMNS)
        ask = AskTouch(words(station.trial.do), columns, rows, tuple(sorted(bench.touched)))
        fields = tuple(
            Action(f"field:{n}", str(n + 1), "dot", Touch(n), Role.KEY) for n in range(bench.fields)
        )  # fmt: skip
        return _page(settings, "touch", station.name, [], (), fields, ask=ask)
    watched = station.trial.act in WATCHED
    blocks: list[Block] = [*_seen(bench.glimpse)] if watched else [Progress("正在试，请稍等")]
    enough = (Action("enough", "试完了", "tick", Enough(), Role.PRIMARY),) if watched else ()
    return _page(
        settings,
        f"doing:{station.id}",
        station.name,
        [station.trial.do],
        blocks,
        enough,
        tone=Tone.WAIT,
        busy=not watched,
    )


def _seen(glimpse: Glimpse) -> Iterator[Block]:
    if glimpse.picture:
        yield Live("画面来了就在这里。")
    if glimpse.say:
        yield Paragraph(words(glimpse.say), strong=True)
    if glimpse.marks:
        names = tuple(words(name) for name, _ in glimpse.marks)
        yield Bullets(names, "", tuple("done" if seen else "todo" for _, seen in glimpse.marks))


def _asking(bench: Bench, station: Station, settings: Settings) -> Screen:
    seen = (
        Action("seen", "看到了", "yes", Seen(True), Role.CHOICE),
        Action("unseen", "没看到", "no", Seen(False), Role.CHOICE),
    )
    chart = AskChart(words(station.trial.do)) if station.trial.act == "chart" else None
    shown = tuple(_seen(replace(bench.glimpse, say="")))
    return _page(settings, f"asking:{station.id}", station.trial.ask, [bench.said], shown, seen, ask=chart)


def _findings(bench: Bench, settings: Settings) -> Screen:
    if bench.examining:
        return _page(settings, "examining", "正在全部查一遍", ["大约要半分钟。"], [Progress("正在查")], tone=Tone.WAIT,
                     busy=True)  # fmt: skip
    order = (Level.BAD, Level.LOOK, Level.UNTRIED, Level.OK)
    listed = sorted(bench.findings, key=lambda finding: order.index(finding.level))
    items = tuple(
        words(f"{finding.name}：{finding.say}{finding.mend if finding.level is not Level.OK else ''}")
        for finding in listed
    )
    marks = tuple("done" if finding.level is Level.OK else "missing" if finding.level is Level.BAD else "todo"
                  for finding in listed)  # fmt: skip
    bad = sum(finding.level in (Level.BAD, Level.LOOK) for finding in bench.findings)
    title = f"有 {bad} 项要看" if bad else "都好，可以开门"
    return _page(settings, "findings", title, [], [Bullets(items, "", marks)])
