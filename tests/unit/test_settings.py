"""Settings come from the environment, describe themselves, and refuse what is unsafe without telling it."""

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import DEVELOPMENT_KEY, Settings, is_loopback, read_settings

STRONG = "b1f0c3d5e7a94826b1f0c3d5e7a94826"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUANJING_{name.upper()}", raising=False)


def test_every_field_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUANJING_HOME", str(tmp_path))
    monkeypatch.setenv("QUANJING_GRAPH_URL", "neo4j+s://graph.example:7687")
    monkeypatch.setenv("QUANJING_GRAPH_PASSWORD", "hidden-word")
    monkeypatch.setenv("QUANJING_PORT", "9000")
    settings = read_settings(lease_seconds=7)
    assert settings.home == tmp_path
    assert (settings.graph_url, settings.port, settings.lease_seconds) == ("neo4j+s://graph.example:7687", 9000, 7)
    assert "hidden-word" not in repr(settings)


def test_the_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings(home="data").home == tmp_path / "data"


def test_an_empty_address_is_the_embedded_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANJING_GRAPH_URL", "")
    assert read_settings().graph_url is None


def test_without_a_secret_the_development_key_is_used_and_announced() -> None:
    settings = read_settings()
    assert settings.key == DEVELOPMENT_KEY
    assert "QUANJING_SECRET" in settings.notices[0]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "service.example"])
def test_the_development_key_is_refused_off_loopback(host: str) -> None:
    with pytest.raises(SettingsError, match="QUANJING_SECRET must be set"):
        read_settings(host=host)
    settings = read_settings(host=host, secret=STRONG)
    assert settings.key == STRONG
    assert settings.notices == ()


@pytest.mark.parametrize(
    "secret", ["", "short", "a" * 64, "abababab" * 8, "MyVeryLongPassword-1234567890-xyz", DEVELOPMENT_KEY]
)
def test_a_weak_secret_is_refused_without_telling_it(secret: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(secret=secret)
    assert "QUANJING_SECRET: is weak" in str(caught.value)
    assert not secret or secret not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("graph_url", "http://127.0.0.1"),
        ("port", 70000),
        ("heap", "plenty"),
        ("lease_seconds", 0),
        ("statement_timeout_seconds", -1),
        ("pool_size", 0),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"QUANJING_{field.upper()}"):
        read_settings(**{field: value})


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)])
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
