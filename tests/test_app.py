"""The composition root: served by uvicorn as by Streamlit, and asking nobody outside."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.e2e.server import CLONE, free_port, stopped_after, wait_for

FOREIGN_ORIGIN = """
import app
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins
asked = []
net_util._make_blocking_http_get = lambda url, timeout=5: asked.append(url)
print(is_url_from_allowed_origins("https://elsewhere.example"), asked)
"""


def test_a_foreign_origin_is_refused_without_asking_a_web_service_for_our_address() -> None:
    result = subprocess.run([sys.executable, "-c", FOREIGN_ORIGIN], cwd=CLONE, capture_output=True, text=True)
    assert result.stdout.strip() == "False []", result.stderr


def test_uvicorn_serves_the_same_app(tmp_path: Path) -> None:
    log, port = tmp_path / "log.txt", free_port()
    with stopped_after([sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)], log, {}) as process:
        wait_for(f"http://localhost:{port}/halsa", process, log)
        with urllib.request.urlopen(f"http://localhost:{port}/om?lang=nb", timeout=30) as answer:
            assert '<html lang="nb">' in answer.read().decode()
            assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
