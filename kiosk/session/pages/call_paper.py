"""A paper the guide would like to see, as Screens: may it be taken, laying it down, sent, what the guide says of it."""

from typing import assert_never

from kiosk.assist import AllowPhoto, ClosePaper, KeepPaper, Paper, SendPaper, ShootPaper, There
from kiosk.core.screen import Action, AskChoice, Live, Progress, Screen, Tone
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.call_paper import called, keepable
from kiosk.session.pages.build import also, choice, page, primary
from kiosk.session.state import State

_WHY = {"": "想看看。", "unclear": "说看不清。", "page_missing": "说还缺一页。"}


def paper_page(state: State, there: There, paper: Paper) -> Screen:
    """The page of one moment of it."""
    name = there.guide.name
    match paper.step:
        case "asked":
            return _asked(state, name, paper)
        case "aiming":
            return _aiming(state, paper)
        case "taking":
            return _busy(state, "taking", "正在拍", "请按住别动。", "正在拍，请稍等", ())
        case "sending":
            return _busy(state, "sending", "拍好了", f"正在发给{name}。", "正在发，请稍等", (_on(),))
        case "unsent":
            return _unsent(state, name)
        case "sent":
            return _told(state, "sent", "拍好了", [f"{name}正在看。", "您可以接着办。"], Tone.WAIT)
        case "good":
            return _good(state, name, paper)
        case "window":
            return _told(state, "window", "拍不清楚，不要紧", ["材料带着，到窗口给人看。"])
        case "no_camera":
            return _told(state, "no_camera", "没有拍到", ["这会儿拍不了。", "材料带着，到窗口给人看。"])
        case _ as never:
            assert_never(never)


def _asked(state: State, name: str, paper: Paper) -> Screen:
    again = "再" if paper.judged else ""
    title = f"{again}拍一下{called(state, paper)}，可以吗？"
    return page(
        state,
        "over:call:photo",
        title,
        [f"{name}{_WHY[paper.judged]}", f"拍好了，就发给{name}看。", "纸上的字，那边都看得到。"],
        ask=AskChoice("photo", words(title)),
        actions=(
            choice("photo", "可以拍", "camera", ev.InCall(AllowPhoto(True)), grave=True),
            choice("no_photo", "不拍", "no", ev.InCall(AllowPhoto(False)), aliases=("不拍", "不要")),
        ),
        tone=Tone.QUESTION,
    )


def _aiming(state: State, paper: Paper) -> Screen:
    """What the camera says stands as news, so that it is heard when it changes, and in the place of the rest."""
    return page(
        state,
        "over:call:photo:aim",
        f"请把{called(state, paper)}放在灯下面",
        [] if paper.say else ["放平，四个角都露出来。", "放好别动，就自己拍。"],
        [Live("台面的样子，一会儿换一张。", of="paper")],
        actions=(
            primary("拍照", ev.InCall(ShootPaper()), "camera", "shoot"),
            also("no_photo", "不拍了", "no", ev.InCall(ClosePaper()), aliases=("不拍了", "不拍")),
        ),
        notices=(words(paper.say),) if paper.say else (),
    )


def _busy(state: State, part: str, title: str, say: str, going: str, actions: tuple[Action, ...]) -> Screen:
    return page(state, f"over:call:photo:{part}", title, [say], [Progress(going)], actions=actions, tone=Tone.WAIT)


def _unsent(state: State, name: str) -> Screen:
    again = primary("再发一次", ev.InCall(SendPaper()), "sent", "send")
    not_sent = also("no_photo", "不发了", "no", ev.InCall(ClosePaper()), aliases=("不发了",))
    say = [f"还没有发给{name}。", "网不太好，再试一次。"]
    return page(state, "over:call:photo:unsent", "没有发过去", say, actions=(again, not_sent), tone=Tone.ATTENTION)


def _good(state: State, name: str, paper: Paper) -> Screen:
    title = f"{name}说看得清"
    if (material := keepable(state, paper)) is None:
        return _told(state, "good", title, ["可以收好了。"], Tone.DONE)
    asked = f"当作{material.name}交上去，可以吗？"
    return page(
        state,
        "over:call:photo:good",
        title,
        [asked, "不放也行，带着去窗口。"],
        ask=AskChoice("keep_photo", words(asked)),
        actions=(
            choice("keep", "放进去", "yes", ev.InCall(KeepPaper(True)), grave=True),
            choice("leave", "不放", "no", ev.InCall(KeepPaper(False)), aliases=("不放", "不用")),
        ),
        tone=Tone.QUESTION,
    )


def _told(state: State, part: str, title: str, say: list[str], tone: Tone = Tone.ATTENTION) -> Screen:
    return page(state, f"over:call:photo:{part}", title, say, actions=(_on(),), tone=tone)


def _on() -> Action:
    return primary("接着办", ev.InCall(ClosePaper()))
