"""What the guide has to learn is learned beside the first page, not before it."""

import subprocess
import sys

from kiosk.catalogue import load_shipped
from kiosk.dialogue import Matters
from kiosk.session import terminal_of


def test_no_dictionary_of_sounds_is_read_before_the_first_page() -> None:
    code = (
        "import sys, kiosk.session\n"
        "from kiosk.catalogue import load_shipped\n"
        "kiosk.session.terminal_of(load_shipped(), hall='示例大厅', terminal_id='K07', division='130302')\n"
        "print('pypinyin' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False", "the first page waits for a dictionary it does not need"


def test_a_catalogue_prepared_beforehand_answers_as_one_that_learns_at_the_first_question() -> None:
    services = tuple(load_shipped().services.values())
    eager, lazy = Matters(services), Matters(services)
    eager.prepare()
    assert [f.service for f in eager.find("交电费")] == [f.service for f in lazy.find("交电费")]


def test_a_terminal_knows_its_matters_without_having_learned_yet() -> None:
    terminal = terminal_of(load_shipped(), hall="示例大厅", terminal_id="K07", division="130302")
    assert set(terminal.matters.services) == {service.id for service in terminal.services}
