"""One small Sweden for all tests of this room: its files never change."""

from __future__ import annotations

import pytest

from kulturkarta.geo import MunicipalityFinder
from kulturkarta.taxonomy import Taxonomy
from tests.small_sweden import small_finder, small_taxonomy


@pytest.fixture(scope="session")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    return small_taxonomy(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="session")
def finder(tmp_path_factory: pytest.TempPathFactory) -> MunicipalityFinder:
    return small_finder(tmp_path_factory.mktemp("squares"))
