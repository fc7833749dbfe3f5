"""GDAL opens a file by its content; only two of its drivers may be there to do so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kulturkarta.errors import DataProblem
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.registry import READERS

LIMITS = Limits(max_bytes=100_000, max_rows=100, max_unpacked_bytes=1_000_000, seconds=20, memory_mb=1024)
POINT = {"type": "Point", "coordinates": [17.0, 58.75]}
COLLECTION = json.dumps(
    {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POINT, "properties": {"id": "a"}}]}
)
NAMES = ("x.geojson", "x.gpkg", "x.json", "x.vrt")


class Server:
    """A web server on this computer that counts what it is asked."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        asked = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

            do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

            def log_message(self, *_arguments: object) -> None:
                """Nothing: a test needs no log."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/secret.geojson"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def payloads(source: str) -> list[str]:
    """VRT and GDALG documents that would make GDAL open `source`."""
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    gdalg = {
        "type": "gdal_streamed_alg",
        "command_line": f'gdal vector pipeline ! read "{source}" ! write --of GeoJSON x',
    }
    return [vrt, json.dumps(gdalg)]


# In a process of its own: the switch works only before pyogrio is imported, and another test may have done that.
OPEN_ALL = """
import json, sys
import kulturkarta
import geopandas, pyogrio
from io import BytesIO
from pathlib import Path

opened = []
for name, text in json.load(sys.stdin):
    for source in (name, Path(name), BytesIO(text.encode())):
        try:
            opened.append(len(geopandas.read_file(source)))
        except pyogrio.errors.DataSourceError:
            pass
print(json.dumps({"drivers": sorted(pyogrio.list_drivers()), "opened": opened}))
"""


def open_in_a_new_process(documents: list[tuple[str, str]]) -> dict[str, list]:
    """The drivers of a process that imports Kulturkarta first, and the rows of each document that it could open."""
    for name, text in documents:
        Path(name).write_text(text, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "OGR_SKIP"}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ALL],
        input=json.dumps(documents),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_gdal_offers_exactly_geojson_and_geopackage():
    assert open_in_a_new_process([])["drivers"] == ["GPKG", "GeoJSON"]


def test_documents_that_point_elsewhere_are_not_opened_under_any_name_and_ask_no_server(tmp_path: Path, server: Server):
    secret = tmp_path / "secret.geojson"
    secret.write_text(COLLECTION, encoding="utf-8")
    documents = []
    for number, source in enumerate((f"/vsicurl/{server.url}", secret.as_posix())):
        for payload in payloads(source):
            for name in NAMES:
                documents.append((str(tmp_path / f"{number}{len(documents)}{name}"), payload))
    assert len(documents) == 16
    assert open_in_a_new_process(documents)["opened"] == []
    assert server.requests == []


def test_an_honest_file_is_opened_in_the_same_way(tmp_path: Path):
    # By name, by path and as bytes: the test above would notice an opened document.
    assert open_in_a_new_process([(str(tmp_path / "x.geojson"), COLLECTION)])["opened"] == [1, 1, 1]


@pytest.mark.parametrize("suffix", [".geojson", ".json", ".gpkg", ".xlsx"])
@pytest.mark.parametrize("kind", [0, 1], ids=["vrt", "gdalg"])
def test_our_readers_refuse_such_a_document_and_ask_no_server(server: Server, suffix: str, kind: int):
    payload = payloads(f"/vsicurl/{server.url}")[kind]
    with pytest.raises(DataProblem) as caught:
        READERS[suffix](payload.encode(), name="places", file=f"x{suffix}", limits=LIMITS)
    expected = {".gpkg": "file.not_geopackage", ".xlsx": "file.broken"}
    json_codes = ("file.not_json", "file.no_features")
    assert caught.value.code == expected.get(suffix, json_codes[kind])
    assert server.requests == []


def test_the_server_of_these_tests_does_see_a_request(server: Server):
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(server.url)
    assert server.requests == ["/secret.geojson"]
