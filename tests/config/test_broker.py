"""The embedded broker: messages appear and vanish whole, and nothing half-written stops a worker."""

import shutil

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError
from kombu.transport import virtual

from config.broker import Transport


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "queue").mkdir()
    return tmp_path / "queue"


@pytest.fixture
def queue(folder, monkeypatch):
    monkeypatch.setattr(Transport, "global_state", virtual.BrokerState())  # else every test shares its bindings
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    with Connection("filesystem://localhost", transport=Transport, transport_options=options) as connection:
        exchange = Exchange("bells", type="direct")
        simple = connection.SimpleQueue(Queue("bells", exchange, routing_key="bells"))
        simple.queue.declare()
        yield simple
        simple.close()


def messages(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_what_is_put_is_got_once_and_in_order(queue, folder):
    for number in range(3):
        queue.put({"number": number})
    assert len(messages(folder)) == 3
    got = []
    for _ in range(3):
        message = queue.get(block=False)
        message.ack()
        got.append(message.payload["number"])
    assert got == [0, 1, 2]
    assert messages(folder) == []
    with pytest.raises(queue.Empty):
        queue.get(block=False)


@pytest.mark.parametrize("content", ["", '{"body": "abc', "not json"])
def test_a_broken_message_is_dropped_and_the_next_one_read(queue, folder, content, caplog):
    (folder / "0_a.bells.msg").write_text(content)
    queue.put({"number": 1})
    assert queue.get(block=False).payload == {"number": 1}
    assert "0_a.bells.msg" in caplog.text


def test_a_message_being_written_is_not_seen(queue, folder):
    (folder / ".0_a.bells.msg").write_text("")
    with pytest.raises(queue.Empty):
        queue.get(block=False)


@pytest.mark.parametrize("content", ["", "[["])
def test_a_half_written_exchange_is_written_anew(queue, folder, content):
    file = folder / "control" / "bells.exchange"
    file.write_text(content)
    queue.channel._queue_bind("bells", "bells", "", "bells")
    queue.put({"number": 1})
    assert queue.get(block=False).payload == {"number": 1}
    assert "bells" in file.read_text()


def test_a_folder_that_cannot_be_written_to_is_a_channel_error(queue, folder):
    (folder / "gone").write_text("")
    queue.producer.channel.__dict__["data_folder_out"] = str(folder / "gone")
    with pytest.raises(ChannelError):
        queue.put({"number": 1})


def test_a_folder_that_is_gone_is_made_again_when_the_worker_connects_anew(queue, folder):
    queue.put({"number": 1})
    shutil.rmtree(folder)
    with pytest.raises(FileNotFoundError):
        queue.get(block=False)
    queue.queue.declare()
    queue.put({"number": 2})
    assert queue.get(block=False).payload == {"number": 2}
