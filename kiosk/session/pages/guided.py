"""A matter done elsewhere, as pages: what to bring, where to go, who gives which paper."""

from kiosk.catalogue import WINDOW_DECIDES, Material, Service
from kiosk.core.screen import Action, AskChoice, Block, Bullets, Fact, Facts, Paragraph, Screen
from kiosk.core.words import words
from kiosk.session import events as ev
from kiosk.session.guided import referral_of
from kiosk.session.pages.build import also, choice, page, primary, print_action, print_says, turn
from kiosk.session.pages.entrance import how_long
from kiosk.session.places import BringPlace, ReferralPlace, ReferralsPlace, WherePlace
from kiosk.session.slips import material_words
from kiosk.session.state import State

A_PAGE = 5


def bring(state: State, place: BringPlace, service: Service) -> Screen:
    """The list to tick; what one has is marked on the slip and what is missing stays to be fetched."""
    prompt = words("这些东西，您带了吗？")
    pages = max(1, -(-len(service.materials) // A_PAGE))
    number = min(place.page, pages - 1)
    shown = service.materials[number * A_PAGE : (number + 1) * A_PAGE]
    return page(
        state,
        f"bring:{service.id}",
        prompt,
        ["带了的，按一下。", "没带的，先不用按。", f"到底带什么，{WINDOW_DECIDES}。"],
        ask=AskChoice("bring", prompt, several=True),
        actions=(
            *(_tick(m, m.id in place.have) for m in shown),
            *turn(number, pages),
            primary("看去哪里", ev.Next()),
            *print_action(state, "打纸条"),
        ),
        notices=(print_says(state),),
    )


def _tick(material: Material, here: bool) -> Action:
    return choice(
        material.id,
        material.name,
        material.pictogram,
        ev.SetMaterial(material.id, "missing" if here else "brought"),
        note="，".join(t for t in (f"要 {material.copies} 份" if material.copies > 1 else "", material.note) if t),
        say=f"{material_words(material)}，带了" if here else material_words(material),
        chosen=here,
    )


def where(state: State, place: WherePlace, service: Service) -> Screen:
    """The window, what is still missing, what happens there; a number when the window is in this hall."""
    facts = (Fact("去哪里", words(service.offline_channel)), Fact("费用", words(service.fee)), how_long(service))
    missing = tuple(words(material_words(m)) for m in service.materials if m.id not in place.have)
    blocks: list[Block] = [Facts(facts)]
    if missing:
        blocks.append(Bullets(missing, "还要带的东西", ("todo",) * len(missing)))
    elif service.materials:
        blocks.append(Paragraph(words("要带的都有了。")))
    blocks.append(Bullets(tuple(words(text) for text in service.next_steps), "接下来"))
    ticket = also(
        "ticket", "给我排个号", "ticket", ev.ChooseTicket(service.queue), aliases=("排号", "取号", "排队", "排个号")
    )
    return page(
        state,
        "where:guide_only",
        "这件事在窗口办",
        ["我告诉您去哪里。"],
        blocks,
        actions=(
            primary("知道了", ev.Finish(), "yes", "finish"),
            *((ticket,) if service.queue else ()),
            *print_action(state, "打纸条"),
        ),
        notices=(print_says(state),),
    )


def referrals(state: State, place: ReferralsPlace, service: Service) -> Screen:
    pages = max(1, -(-len(service.referrals) // A_PAGE))
    number = min(place.page, pages - 1)
    prompt = words("您要开哪一张？")
    return page(
        state,
        f"referrals:{service.id}",
        prompt,
        ["这些，社区不能开。", "选一张，我告诉您找谁。"],
        ask=AskChoice("referral", prompt),
        actions=(
            *(
                choice(r.id, r.name, "paper", ev.ChooseReferral(r.id), aliases=tuple(r.aliases))
                for r in service.referrals[number * A_PAGE : (number + 1) * A_PAGE]
            ),
            *turn(number, pages),
        ),
    )


def referral(state: State, place: ReferralPlace, service: Service) -> Screen:
    found = referral_of(service, place.referral)
    told = found.go_to if found is not None else []
    return page(
        state,
        f"referral:{service.id}",
        found.name if found is not None else service.plain_name,
        ["这张证明，社区不能开。"],
        [*(Paragraph(words(text), strong=True) for text in told), Paragraph(words(f"带什么，{WINDOW_DECIDES}。"))],
        actions=(primary("知道了", ev.Finish(), "yes", "finish"), *print_action(state, "打纸条")),
        notices=(print_says(state),),
    )
