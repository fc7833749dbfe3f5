"""What is done while the server starts."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from kulturkarta import catalogues
from kulturkarta.catalogues import Catalogues
from kulturkarta.errors import KulturkartaError
from kulturkarta.web.startup import send_at_once, warm_up


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/fd")
def test_connections_accepted_after_start_send_small_packets_at_once() -> None:
    with socket.socket() as listening, socket.socket() as client:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert send_at_once() >= 1
        client.connect(listening.getsockname())
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
            assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0


def test_warming_up_reads_every_region_and_freezes_what_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    prepared: list[Any] = []
    for key in ("a", "b"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "region.toml").touch()

    def refuse(folder: Path) -> Any:
        read.append(folder.name)
        raise KulturkartaError("broken")

    registry = Catalogues(tmp_path, refuse)
    monkeypatch.setattr(catalogues, "catalogues", lambda: registry)
    monkeypatch.delitem(sys.modules, "this_region", raising=False)
    (tmp_path / "this_region.py").write_text("loaded = [1]", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        warm_up(["this_region"], prepared.append)
        assert sorted(read) == ["a", "b"]
        assert prepared == []  # neither could be read
        assert "this_region" in sys.modules
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
