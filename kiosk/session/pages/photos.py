"""A material under the document camera, as a page."""

from kiosk.core.screen import Action, Block, Live, Progress, Screen, Tone
from kiosk.session import events as ev
from kiosk.session.forms import Form
from kiosk.session.pages.build import also, fault_says, page, primary
from kiosk.session.photos import gave_up, may_shoot, watched
from kiosk.session.places import PhotoPlace
from kiosk.session.state import State


def photo(state: State, place: PhotoPlace, form: Form) -> Screen:
    """Lay it down, press, hear at once whether it can be read. Going on without a picture is always offered."""
    name = next((m.name for m in form.service.materials if m.id == place.material), "材料")
    taken = form.photos_of(place.material)
    blocks: list[Block] = [Live("放好的纸会出现在这里。", of="paper")] if watched(place) else []
    tone = Tone.CALM
    if place.shooting:
        title, say, tone = "正在拍", ["请按住别动。"], Tone.WAIT
        blocks.append(Progress("正在拍，请稍等"))
    elif place.fault is not None:
        title, say, tone = "没有拍到", [fault_says(place.fault).plain()], Tone.ATTENTION
    elif gave_up(place):
        title, say, tone = "拍不清楚，不要紧", ["材料带着，到窗口给人看。"], Tone.ATTENTION
    elif place.say:
        title, say, tone = "这张看不清", [place.say, "放好了，再按拍照。"], Tone.ATTENTION
    elif taken:
        title, say = f"拍好了，{taken} 页", ["还有别的页，接着拍。", "拍完了，按下一步。"]
    else:
        title, say = f"拍一下{name}", ["请平放在灯下面，字朝上。", "四个角都露出来。", "放好了，按拍照。"]
    return page(
        state,
        f"photo:{form.service.id}:{place.material}",
        title,
        say,
        blocks,
        actions=_actions(place, form, taken),
        tone=tone,
    )


def _actions(place: PhotoPlace, form: Form, taken: int) -> tuple[Action, ...]:
    if place.shooting:
        return ()
    if not may_shoot(place, form):
        return (primary("下一步", ev.Next()),)
    said = ("拍照", "拍一张", "再拍一页", "重拍")
    if taken and not place.say:
        more = also("shoot", "再拍一页", "camera", ev.Shoot(), aliases=said)
        return (primary("下一步", ev.Next()), more)
    skip = also("next", "不拍了", "next", ev.Next(), aliases=("不拍了", "不拍"))
    return (primary("拍照", ev.Shoot(), "camera", "shoot"), skip)
