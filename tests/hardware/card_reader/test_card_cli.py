"""`kiosk device read-card`: exit codes and the one JSON object."""

import json
import socket
import threading

import pytest
from click.testing import CliRunner, Result

from hardware.card_reader import read_card
from hardware.card_reader.codec import answer_bytes
from hardware.simulated.card_reader import SimulatedCardReader
from hardware.simulated.people import FUNING, GUILAN


def run(uri: str, *options: str, obj: object = None) -> Result:
    return CliRunner().invoke(read_card, ["--device", uri, "--timeout", "2", *options], obj=obj)


def test_a_card_is_printed_as_one_json_object_with_exit_code_0() -> None:
    with SimulatedCardReader(tcp_port=0) as sim:
        sim.lay(FUNING)
        result = run(sim.uri, "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["outcome"] == "read"
    card = said["card"]
    assert (card["type"], card["name"], card["birth"]) == ("resident", "测试抚宁", "1950-07-20")
    assert (card["valid_to"], card["new_address"]) == ("长期", FUNING.new_address)
    assert "photo" not in card


def test_without_json_a_chinese_table_is_printed() -> None:
    with SimulatedCardReader() as sim:
        sim.lay(GUILAN)
        result = run(sim.uri)
    assert "姓名：测试桂兰" in result.stdout
    assert "有效期：2006-05-01 至 长期" in result.stdout


@pytest.mark.parametrize("fault", ["no_card", "forged", "self_test_failed", "checksum_always", "silent_on_select"])
def test_a_device_that_answers_without_a_card_read_is_exit_code_3(fault: str) -> None:
    with SimulatedCardReader() as sim:
        sim.lay(GUILAN)
        sim.set_fault(fault)
        result = run(sim.uri, "--json")
    assert result.exit_code == 3
    said = json.loads(result.stdout)
    assert said["outcome"] != "read"
    assert said["say"].endswith("。")


def test_a_device_that_is_not_there_or_says_nothing_is_exit_code_4() -> None:
    assert run("serial:///dev/no-such-reader", "--json").exit_code == 4
    with SimulatedCardReader() as sim:
        sim.set_fault("silent")
        result = run(sim.uri, "--json")
    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (4, "reader_silent")


def test_a_device_that_hangs_up_in_the_middle_of_an_answer_is_exit_code_3() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_half() -> None:
            peer, _ = server.accept()
            peer.recv(64)
            peer.sendall(answer_bytes(0x80)[:6])
            peer.close()

        thread = threading.Thread(target=answer_half)
        thread.start()
        result = run(f"tcp://127.0.0.1:{server.getsockname()[1]}", "--json")
        thread.join()
    assert result.exit_code == 3


@pytest.mark.parametrize("uri", ["ttyUSB0", "tcp://host", "serial:///dev/x?baud=1", "sim://"])
def test_a_bad_uri_is_exit_code_2_with_a_chinese_sentence(uri: str) -> None:
    result = run(uri)
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("。")
    assert result.stdout == ""
    said = run(uri, "--json")
    assert (said.exit_code, said.stderr) == (2, "")
    assert json.loads(said.stdout) == {"outcome": "bad_uri", "say": result.stderr.strip()}


def test_a_simulated_device_is_used_where_one_is_handed_in() -> None:
    with SimulatedCardReader() as sim:
        sim.lay(GUILAN)
        result = run("sim://", "--json", obj={"simulated_reader": lambda: sim.uri})
    assert result.exit_code == 0
