"""What the server answers beside the pages: the map's files, the map's data, and whether it is well.

Data the map fetches lies under `/kk/data/{region}/{revision}/{name}`. The revision in the address makes an answer true
for ever, so browsers keep it; an address with another revision than the current one is a 404.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kulturkarta import catalogues
from kulturkarta.assets import PREFIX, Asset
from kulturkarta.errors import KulturkartaError
from kulturkarta.publications import Publication, TooBusyError
from kulturkarta.recent import Recent
from kulturkarta.web.files import IMMUTABLE, body_response, file_routes

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue

MAX_CACHED_BYTES = 64_000_000


class PublishedData:
    """The data sets of every catalogue as they are sent, those asked for last kept.

    `read_publications` gives the data sets by name. It is first called when one is asked for, since what produces them
    is slow to import and the server must answer before that.
    """

    def __init__(self, read_publications: Callable[[], Mapping[str, Publication]]) -> None:
        self._read_publications = read_publications
        self._answers: Recent[tuple[object, ...], Asset] = Recent(MAX_CACHED_BYTES, weigh=_size)

    def answer(self, request: Request) -> Response:
        """The data set that the address names; 404 for what is not there, 400 for parameters it does not have, 503 for
        what takes long while too many ask for it."""
        name = request.path_params["name"]
        publication = self._read_publications().get(name)
        catalogue = _current(request.path_params["region"], request.path_params["revision"])
        if publication is None or catalogue is None:
            return _refusal(404)
        params = dict(request.query_params)
        if not publication.allows(params):
            return _refusal(400)
        try:
            asset, etag = self._make(name, publication, catalogue, params)
        except LookupError:
            return _refusal(404)
        except TooBusyError:
            return _refusal(503)
        return body_response(request, asset, etag=etag, cache_control=IMMUTABLE)

    def prepare(self, catalogue: Catalogue) -> None:
        """Make what the first map of `catalogue` will ask for."""
        for name, publication in self._read_publications().items():
            for params in publication.ahead:
                with suppress(LookupError):  # an empty catalogue has no first entry
                    self._make(name, publication, catalogue, params)

    def _make(
        self, name: str, publication: Publication, catalogue: Catalogue, params: Mapping[str, str]
    ) -> tuple[Asset, str]:
        key = (catalogue.region.key, catalogue.revision, name, *sorted(params.items()))
        asset = self._answers.get(key, lambda: _produce(publication, catalogue, params))
        return asset, hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def routes(data: PublishedData) -> list[BaseRoute]:
    """Every route of ours, for `streamlit.App(routes=...)`."""
    return [
        Route("/halsa", read_health, methods=["GET"]),
        Route("/karta", go_to_map, methods=["GET"]),
        Route("/kalender.ics", read_calendar, methods=["GET"]),
        Route(f"{PREFIX}/data/{{region}}/{{revision}}/{{name}}", data.answer, methods=["GET"]),
        *file_routes(),
    ]


def go_to_map(request: Request) -> Response:
    """The map answers at "/"; a link that names it by its own word leads there, view and all."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", 307)


def read_health(_request: Request) -> Response:
    """200 and each region's revision and number of problems; 503 when no region's catalogue can be read."""
    regions: list[dict[str, object]] = []
    readable = 0
    for key in catalogues.region_keys():
        try:
            catalogue = catalogues.get_catalogue(key)
        except KulturkartaError:  # logged where it happened; what it says may name folders of the server
            regions.append({"key": key, "readable": False})
            continue
        readable += 1
        problems = len(catalogue.problems)
        regions.append({"key": key, "readable": True, "revision": catalogue.revision, "problems": problems})
    status = "ok" if readable else "no catalogue"
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"status": status, "regions": regions}, 200 if readable else 503, headers)


def read_calendar(request: Request) -> Response:
    """A region's calendar to subscribe to: `?vad=stod|process&region=…&lang=…`. 404 for a region there is none of."""
    from kulturkarta.calendars import CALENDARS, write_region_calendar  # slow to import
    from kulturkarta.i18n import DEFAULT_LANGUAGE, languages

    what = request.query_params.get("vad", next(iter(CALENDARS)))
    lang = request.query_params.get("lang", DEFAULT_LANGUAGE)
    keys = catalogues.region_keys()
    region = request.query_params.get("region", keys[0] if len(keys) == 1 else "")
    if what not in CALENDARS or lang not in languages() or region not in keys:
        return _refusal(404)
    try:
        body = write_region_calendar(catalogues.get_catalogue(region), what, lang)
    except KulturkartaError:
        return _refusal(404)
    headers = {"Cache-Control": "max-age=3600", "Content-Disposition": f'inline; filename="kulturkarta-{what}.ics"'}
    return Response(body, media_type="text/calendar", headers=headers)


def _refusal(status: int) -> Response:
    return Response(status_code=status, headers={"Cache-Control": "no-store"})


def _current(region: str, revision: str) -> Catalogue | None:
    try:
        catalogue = catalogues.get_catalogue(region)
    except KulturkartaError:
        return None
    return catalogue if catalogue.revision == revision else None


def _produce(publication: Publication, catalogue: Catalogue, params: Mapping[str, str]) -> Asset:
    body, media_type = publication.produce(catalogue, **params)
    gzipped = gzip.compress(body, 6, mtime=0)
    return Asset(body, gzipped if len(gzipped) < len(body) else b"", media_type)


def _size(asset: Asset) -> int:
    return len(asset.body) + len(asset.gzipped)
