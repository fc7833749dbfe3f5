"""Settings come from the environment, and each explains itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kulturkarta.settings import PROJECT_DIR, Settings, read_settings


def test_defaults_stand_without_any_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KULTURKARTA_{name.upper()}", raising=False)
    settings = Settings()  # pyright: ignore[reportCallIssue]
    assert settings.data_dir == PROJECT_DIR / "data"
    assert (settings.border_margin_m, settings.max_rows, settings.border_file) == (3000.0, 50_000, None)


def test_the_environment_overrides_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KULTURKARTA_BORDER_MARGIN_M", "500")
    monkeypatch.setenv("KULTURKARTA_BORDER_FILE", "/srv/borders.gpkg")
    settings = Settings()  # pyright: ignore[reportCallIssue]
    assert (settings.border_margin_m, settings.border_file) == (500.0, Path("/srv/borders.gpkg"))


def test_a_value_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KULTURKARTA_MAX_ROWS", "many")
    with pytest.raises(ValidationError, match="max_rows"):
        Settings()  # pyright: ignore[reportCallIssue]


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValidationError):
        read_settings().max_rows = 1
    assert read_settings() is read_settings()


def test_every_setting_explains_itself() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
