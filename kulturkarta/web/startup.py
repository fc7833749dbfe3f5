"""What happens while the server starts: nothing that the first visitor must wait for, and what makes the rest fast."""

from __future__ import annotations

import gc
import importlib
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from kulturkarta import catalogues
from kulturkarta.errors import KulturkartaError

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue

_LOG = logging.getLogger(__name__)
# Not streamlit_folium: its component is only registered when a page imports it.
_SLOW_MODULES = (
    "pandas",
    "geopandas",
    "folium.plugins",
    "plotly.graph_objects",
    "kulturkarta.published",
    "kulturkarta.figures.map_layer",
)
Prepare = Callable[["Catalogue"], None]


def warmed_up(prepare: Prepare) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The server's life, for `streamlit.App(lifespan=...)`.

    Listening sockets are tuned at once; libraries and catalogues are loaded beside it, each catalogue then handed to
    `prepare`.
    """

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        send_at_once()
        # uvicorn would write every visitor's address and search words to the log.
        logging.getLogger("uvicorn.access").disabled = True
        Thread(target=warm_up, args=(_SLOW_MODULES, prepare), name="warm-up", daemon=True).start()
        yield

    return lifespan


def warm_up(modules: Iterable[str], prepare: Prepare) -> None:
    """Import `modules` and read every catalogue, then take all of it out of the garbage collector's rounds.

    Streamlit collects garbage after every run of a page. With the map and geodata libraries loaded that means walking
    a million objects that will never be garbage: six times the cost of the run itself.
    """
    for module in modules:
        importlib.import_module(module)
    read: list[Catalogue] = []
    for key in catalogues.region_keys():
        try:
            read.append(catalogues.get_catalogue(key))
        except KulturkartaError:  # logged by the registry, told by the pages and /halsa
            continue
    gc.collect()
    gc.freeze()
    _LOG.info("server.warm")
    for catalogue in read:
        prepare(catalogue)
        _build_indexes(catalogue)
    gc.collect()
    gc.freeze()


def _build_indexes(catalogue: Catalogue) -> None:
    """Filters and search of a region before the first reader wants them; pages that need neither do not wait."""
    from kulturkarta.analysis.filters import Filters
    from kulturkarta.listing import get_listing

    began = time.monotonic()
    listing = get_listing(catalogue)
    listing.find(Filters())
    n_bytes = listing.search_index.n_bytes
    said = (catalogue.region.key, len(listing.entries), time.monotonic() - began, n_bytes / 1e6)
    _LOG.info("search.ready region=%s entries=%d seconds=%.1f megabytes=%.1f", *said)


def send_at_once() -> int:
    """How many listening sockets of this process now send small packets at once (TCP_NODELAY).

    `streamlit run` makes its socket without naming the protocol, and asyncio then leaves the option off: each rerun
    would wait about 40 ms for a delayed acknowledgement. Accepted connections inherit the option.
    Where the system has no /dev/fd (Windows) nothing is changed.
    """
    try:
        open_files = [int(path.name) for path in Path("/dev/fd").iterdir()]
    except OSError:
        return 0
    return sum(_set_nodelay(number) for number in open_files)


def _set_nodelay(file_number: int) -> bool:
    try:
        sock = socket.socket(fileno=file_number)
    except OSError:  # not a socket
        return False
    try:
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or sock.type != socket.SOCK_STREAM:
            return False
        if not sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return True
    except OSError:
        return False
    finally:
        sock.detach()  # the socket stays its owner's
