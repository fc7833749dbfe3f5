"""The map's own files: `/kk/leaflet/…` and `/kk/layer/…`.

A path is looked up in a table of files read beforehand and never joined to a folder, so no path leads outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kulturkarta.assets import MOUNTS, PREFIX, Asset, read_mount
from kulturkarta.web.headers import IMMUTABLE


def file_routes(mounts: Mapping[str, Path] = MOUNTS) -> list[BaseRoute]:
    """One route per mount, answering versioned addresses (kept for ever) and plain ones (asked for anew each time)."""
    return [_file_route(name, folder) for name, folder in mounts.items()]


def _file_route(name: str, folder: Path) -> Route:
    def answer(request: Request) -> Response:
        mount = read_mount(folder)
        path = str(request.path_params["path"])
        version, _, rest = path.partition("/")
        if version == mount.version and rest in mount.files:
            return body_response(request, mount.files[rest], etag=mount.version, cache_control=IMMUTABLE)
        if path in mount.files:
            return body_response(request, mount.files[path], etag=mount.version, cache_control="no-cache")
        return Response(status_code=404)

    return Route(f"{PREFIX}/{name}/{{path:path}}", answer, methods=["GET"])


def body_response(request: Request, asset: Asset, *, etag: str, cache_control: str) -> Response:
    """`asset` in the encoding the browser takes; 304 without a body when it has this `etag` already."""
    tag = f'"{etag}"'
    headers = {"Cache-Control": cache_control, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if asset.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.gzipped, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.body, headers=headers, media_type=asset.media_type)
