"""What sessions cost the server: processor time per rerun, and memory, with real websocket clients."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

_TICK = os.sysconf("SC_CLK_TCK")
SECONDS = 120


class Session:
    """A reader without a browser: asks for a page and takes what comes."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def rerun(self, query: str = "") -> int:
        """Run the page that the address names; bytes received until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = query
        self._connection.send(message.SerializeToString())
        n_bytes = 0
        while True:
            data = self._connection.recv(timeout=SECONDS)
            n_bytes += len(data)
            said = ForwardMsg()
            said.ParseFromString(data if isinstance(data, bytes) else data.encode())
            if said.WhichOneof("type") == "script_finished":
                return n_bytes


@contextmanager
def open_session(address: str) -> Iterator[Session]:
    """A new session at `address`."""
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    options = {"subprotocols": ["streamlit"], "max_size": None, "origin": address, "open_timeout": SECONDS}
    with connect(url, **options) as connection:
        yield Session(connection)


def measure_rerun(address: str, pid: int, *, queries: list[str], runs: int) -> float:
    """Milliseconds of processor time per rerun of the map page, filters changing each time."""
    with open_session(address) as session:
        for query in queries:
            session.rerun(query)
        before = _cpu_seconds(pid)
        for run in range(runs):
            session.rerun(queries[run % len(queries)])
        return (_cpu_seconds(pid) - before) * 1000 / runs


def measure_growth(address: str, pid: int, *, counts: tuple[int, ...]) -> dict[int, float]:
    """Megabytes of the server with so many sessions open at once, each having filtered twice."""
    sizes: dict[int, float] = {}
    with ExitStack() as stack:
        for opened in range(1, max(counts) + 1):
            session = stack.enter_context(open_session(address))
            for query in ("", f"slag=bibliotek&kommun={opened:04}"):
                session.rerun(query)
            if opened in counts:
                sizes[opened] = read_rss_mb(pid)
    return sizes


def wait_idle(pid: int, limit_seconds: float) -> None:
    """Return when the process has done next to nothing for two seconds: what it prepares at its start is ready."""
    deadline = time.monotonic() + limit_seconds
    idle = 0
    while idle < 2 and time.monotonic() < deadline:
        before = _cpu_seconds(pid)
        time.sleep(1)
        idle = idle + 1 if _cpu_seconds(pid) - before < 0.1 else 0


def read_rss_mb(pid: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK
