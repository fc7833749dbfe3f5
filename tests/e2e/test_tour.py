"""Whom the browser asks while a reader goes through every page: our own host and the tile server, nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.browser import Visit, wait_ready
from tests.e2e.layer import map_frame

TILE_HOST = "tile.openstreetmap.org"


@pytest.mark.timeout(300)  # every page, one after the other
def test_a_tour_of_all_pages_asks_our_own_host_and_the_tile_server_only(visit: Callable[..., Visit]) -> None:
    reader = visit()
    page = reader.open()
    frame = map_frame(page)
    frame.locator(".kk-row").first.click()
    frame.get_by_role("button", name="Zooma in").click()
    page.wait_for_timeout(1000)
    names = page.locator('[data-testid="stTopNavLink"]').all_inner_texts()
    assert len(names) >= 4
    for name in names:
        page.locator('[data-testid="stTopNavLink"]').get_by_text(name, exact=True).click()
        page.wait_for_timeout(500)  # until the page before has gone: a short run never shows itself as running
        wait_ready(page)
        expanders = page.locator("[data-testid='stExpander'] summary")
        opened = 0
        while opened < expanders.count():  # one that opens may bring or take others
            expanders.nth(opened).click()
            wait_ready(page)
            opened += 1
        page.wait_for_timeout(500)
    hosts = reader.foreign_hosts | {"our own"}
    print("hosts asked over a tour of", ", ".join(names), "→", sorted(hosts))
    assert hosts == {TILE_HOST, "our own"}
    # The tile server must know from which site its pictures are asked, and learns no more than that.
    assert {tile.referer for tile in reader.tiles} == {f"{reader.base_url}/"}
