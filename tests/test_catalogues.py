"""A region's catalogue is read once per state of its files, whoever asks."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.catalogues import Catalogues
from kulturkarta.errors import KulturkartaError


@dataclass
class Reader:
    """Reads `value.txt` of a region in place of a catalogue, and counts how often."""

    times: int = 0
    delay: float = 0.0
    lock: Any = field(default_factory=threading.Lock)

    def __call__(self, folder: Path) -> Any:
        with self.lock:
            self.times += 1
        time.sleep(self.delay)
        text = (folder / "value.txt").read_text(encoding="utf-8")
        if text == "broken":
            raise KulturkartaError("value.txt is broken")
        return text


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    region = tmp_path / "halland"
    region.mkdir()
    (region / "region.toml").write_text("", encoding="utf-8")
    (region / "value.txt").write_text("one", encoding="utf-8")
    return tmp_path


def test_a_catalogue_is_read_once_while_its_files_stay_the_same(data_dir: Path) -> None:
    reader = Reader()
    registry = Catalogues(data_dir, reader)
    assert [registry.get("halland") for _ in range(3)] == ["one", "one", "one"]
    assert reader.times == 1


def test_a_changed_file_is_read_again(data_dir: Path) -> None:
    registry = Catalogues(data_dir, Reader())
    assert registry.get("halland") == "one"
    (data_dir / "halland" / "value.txt").write_text("other", encoding="utf-8")
    assert registry.get("halland") == "other"


def test_a_folder_that_breaks_keeps_its_last_good_catalogue(data_dir: Path) -> None:
    reader = Reader()
    registry = Catalogues(data_dir, reader)
    registry.get("halland")
    (data_dir / "halland" / "value.txt").write_text("broken", encoding="utf-8")
    assert [registry.get("halland"), registry.get("halland")] == ["one", "one"]
    assert reader.times == 2


def test_a_folder_broken_from_the_start_is_an_error_read_once(data_dir: Path) -> None:
    (data_dir / "halland" / "value.txt").write_text("broken", encoding="utf-8")
    reader = Reader()
    registry = Catalogues(data_dir, reader)
    for _ in range(2):
        with pytest.raises(KulturkartaError, match="broken"):
            registry.get("halland")
    assert reader.times == 1


def test_eight_threads_that_ask_at_once_cause_one_reading(data_dir: Path) -> None:
    reader = Reader(delay=0.05)
    registry = Catalogues(data_dir, reader)
    got: list[Any] = []
    threads = [threading.Thread(target=lambda: got.append(registry.get("halland"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["one"] * 8
    assert reader.times == 1


@pytest.mark.parametrize("key", ["skane", "../halland", "..", "", "halland/", "HALLAND", "halland\0", "å"])
def test_what_is_no_region_is_an_error_and_nothing_is_read(data_dir: Path, key: str) -> None:
    reader = Reader()
    with pytest.raises(KulturkartaError, match="no region"):
        Catalogues(data_dir, reader).get(key)
    assert reader.times == 0


def test_the_keys_are_the_folders_with_a_region_file(data_dir: Path) -> None:
    (data_dir / "taxonomy").mkdir()
    (data_dir / "blekinge").mkdir()
    (data_dir / "blekinge" / "region.toml").write_text("", encoding="utf-8")
    assert Catalogues(data_dir, Reader()).keys() == ["blekinge", "halland"]
