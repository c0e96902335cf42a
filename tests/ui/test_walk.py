"""The walk behind the gates and the gallery goes everywhere the session can be."""

from typing import get_args

from kiosk.session.places import Overlay, Place


def test_the_walk_comes_to_every_place_and_whatever_lies_over_one(met_everywhere) -> None:
    met = met_everywhere
    places = {type(one.state.place) for one in met}
    over = {type(one.state.overlay) for one in met}
    assert set(get_args(Place)) - places == set()
    assert set(get_args(Overlay)) - over == set()


def test_the_walk_comes_to_pages_only_some_visits_have(real_screens) -> None:
    keys = {screen.key for screen in real_screens}
    wanted = {"identify:operator", "typed:operator:name", "over:staff_menu", "witness:verify", "resume", "handed_in"}
    assert wanted <= keys
    assert any(key.startswith("conflict:") for key in keys)
    assert any(screen.countdown is not None for screen in real_screens)
