"""Settings: accepted values, the sentences of errors, and secrecy."""

import stat
from collections import Counter
from pathlib import Path
from typing import Any

import certifi
import pytest

from soulter.core.config import settings
from soulter.core.config.settings import Environment, Settings, WrongSettings

STRONG = "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "JWT_SECRET": STRONG,
    "DATABASE_URL": "postgresql://soulter:hunter2-kept-apart@db.railway.internal:5432/railway",
    "FRONTEND_URLS": "https://myapp.vercel.app",
    "PUBLIC_URL": "https://api.example.com",
}


@pytest.fixture(autouse=True)
def empty_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without files, and a machine without our variables."""
    for name in [*(field.upper() for field in Settings.model_fields), "NODE_ENV"]:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    """The settings of a process that was started with these variables."""
    with monkeypatch.context() as patched:
        for name, value in variables.items():
            patched.setenv(name, value)
        return settings.load()


def refusal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with pytest.raises(WrongSettings) as caught:
        load(monkeypatch, **variables)
    return str(caught.value)


def shown(found: Settings) -> dict[str, Any]:
    return found.model_dump(exclude={"jwt_secret"})


def test_without_any_variable_it_is_a_developers_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch)
    expected = {
        "environment": Environment.DEVELOPMENT, "database_url": "sqlite:///var/soulter.db",
        "jwt_secret_previous": None,
        "frontend_urls": ("http://localhost:3000", "http://localhost:3001"),
        "public_url": "http://localhost:5001", "cookie_domain": None,
        "cookie_samesite": "lax", "cookie_secure": False, "port": 5001, "host": "127.0.0.1",
        "web_concurrency": 1, "log_level": "info",
        "log_format": "console",
    }  # fmt: skip
    assert {name: shown(found).get(name) for name in expected} == expected
    assert (found.production, found.sqlite) == (False, True)


def test_production_has_strict_defaults_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch, **PRODUCTION)
    assert (
        found.cookie_samesite,
        found.cookie_secure,
        found.log_format,
        found.host,
        found.cookie_domain,
    ) == ("none", True, "json", "0.0.0.0", None)
    assert (found.production, found.sqlite, found.frontend_urls) == (
        True,
        False,
        ("https://myapp.vercel.app",),
    )
    assert found.jwt_secret.get_secret_value() == STRONG


def test_what_is_written_wins_over_productions_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "COOKIE_SAMESITE": "lax",
        "LOG_FORMAT": "console",
        "HOST": "127.0.0.1",
        "COOKIE_DOMAIN": ".example.com",
        "PORT": "8080",
    }
    found = load(monkeypatch, **PRODUCTION, **given)
    assert (found.cookie_samesite, found.log_format, found.host, found.cookie_domain, found.port) == (
        "lax", "console", "127.0.0.1", ".example.com", 8080,
    )  # fmt: skip


ENVIRONMENTS = [
    ({"NODE_ENV": "test"}, "test"),
    ({"ENVIRONMENT": "test"}, "test"),
    ({"ENVIRONMENT": "test", "NODE_ENV": "test"}, "test"),
    ({"ENVIRONMENT": "", "NODE_ENV": "test"}, "test"),
    ({"ENVIRONMENT": "test", "NODE_ENV": ""}, "test"),
    ({"ENVIRONMENT": "", "NODE_ENV": ""}, "development"),
]


@pytest.mark.parametrize(("given", "expected"), ENVIRONMENTS)
def test_the_environment_has_two_names(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: str
) -> None:
    assert load(monkeypatch, **given).environment == expected


def test_production_by_its_other_name_is_as_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {
        "NODE_ENV": "production",
        **{name: value for name, value in PRODUCTION.items() if name != "ENVIRONMENT"},
    }
    assert shown(load(monkeypatch, **named)) == shown(load(monkeypatch, **PRODUCTION))
    assert "JWT_SECRET" in refusal(monkeypatch, **{**named, "JWT_SECRET": ""})


def test_two_names_that_disagree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, ENVIRONMENT="development", NODE_ENV="production")
    assert said == "ENVIRONMENT and NODE_ENV disagree: set only ENVIRONMENT."


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = dict.fromkeys([*(name.upper() for name in Settings.model_fields), "NODE_ENV"], "")
    assert shown(load(monkeypatch, **blank)) == shown(load(monkeypatch))


DATABASES = [
    "postgres://u:p@db.railway.internal:5432/railway",
    "postgresql://u:p@db.example.com/soulter?sslmode=require",
    f"postgresql://u:p@db.example.com/soulter?sslmode=verify-full&sslrootcert={certifi.where()}",
    "postgresql://u:p%40ss@localhost/soulter?sslmode=disable",
    "postgresql://u:p@db.railway.internal/soulter?sslmode=disable",
    "postgresql://u:p@postgres/soulter",
    "postgresql:///soulter?host=/var/run/postgresql",
]


@pytest.mark.parametrize("url", DATABASES)
def test_addresses_that_platforms_give_are_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert load(monkeypatch, **{**PRODUCTION, "DATABASE_URL": url}).database_url == url


def test_origins_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(
        monkeypatch,
        FRONTEND_URLS=" https://a.example.com , http://localhost:3000,https://b.example.com:8443,",
    )
    assert found.frontend_urls == (
        "https://a.example.com",
        "http://localhost:3000",
        "https://b.example.com:8443",
    )


# What is wrong in production, the variable that the sentence names, and a word of the remedy.
REFUSED: list[tuple[dict[str, str], str, str]] = [
    ({"BACKUP_RECIPIENTS": "AGE-SECRET-KEY-1ZMT4"}, "BACKUP_RECIPIENTS", "write the public key"),
    ({"BACKUP_RECIPIENTS": '"AGE-SECRET-KEY-1ZMT4"'}, "BACKUP_RECIPIENTS", "write the public key that"),
    ({"BACKUP_RECIPIENTS": "age1short"}, "BACKUP_RECIPIENTS", "instead of age1short"),
    ({"JWT_SECRET": ""}, "JWT_SECRET", "make one with"),
    ({"JWT_SECRET": STRONG[:31]}, "JWT_SECRET", "32 bytes"),
    ({"JWT_SECRET": "your-super-secret-jwt-key-change-in-production"}, "JWT_SECRET", "sample"),
    ({"JWT_SECRET": "CHANGEME" + STRONG}, "JWT_SECRET", "sample"),
    ({"JWT_SECRET": "a" * 64}, "JWT_SECRET", "make one with"),
    ({"JWT_SECRET_PREVIOUS": "short"}, "JWT_SECRET_PREVIOUS", "32 bytes"),
    ({"FRONTEND_URLS": ""}, "FRONTEND_URLS", "https://myapp.vercel.app"),
    ({"FRONTEND_URLS": "*"}, "FRONTEND_URLS", "list each origin exactly"),
    ({"FRONTEND_URLS": "https://*.vercel.app"}, "FRONTEND_URLS", "list each origin exactly"),
    ({"FRONTEND_URLS": "https://myapp.vercel.app,https://myapp-*.vercel.app"}, "FRONTEND_URLS",
        "list each origin exactly"),
    ({"FRONTEND_URLS": "https://myapp.vercel.app/"}, "FRONTEND_URLS", "trailing slash"),
    ({"FRONTEND_URLS": "https://myapp.vercel.app/login"}, "FRONTEND_URLS", "path"),
    ({"FRONTEND_URLS": "https://MyApp.vercel.app"}, "FRONTEND_URLS", "lower case"),
    ({"FRONTEND_URLS": "myapp.vercel.app"}, "FRONTEND_URLS", "scheme"),
    ({"FRONTEND_URLS": "null"}, "FRONTEND_URLS", "scheme"),
    ({"FRONTEND_URLS": "https://a.example.com https://b.example.com"}, "FRONTEND_URLS", "origin"),
    ({"FRONTEND_URLS": "https://u:p@a.example.com"}, "FRONTEND_URLS", "origin"),
    ({"FRONTEND_URLS": "http://myapp.vercel.app"}, "FRONTEND_URLS", "https"),
    ({"FRONTEND_URLS": "https://myapp.vercel.app:443"}, "FRONTEND_URLS", "remove :443"),
    ({"FRONTEND_URLS": "https://myapp.vercel.app:99999"}, "FRONTEND_URLS", "65535"),
    ({"FRONTEND_URLS": ","}, "FRONTEND_URLS", "https://myapp.vercel.app"),
    ({"PUBLIC_URL": ""}, "PUBLIC_URL", "https://api.example.com"),
    ({"PUBLIC_URL": "http://api.example.com"}, "PUBLIC_URL", "https"),
    ({"PUBLIC_URL": "https://api.example.com/v1"}, "PUBLIC_URL", "path"),
    ({"COOKIE_SAMESITE": "none", "COOKIE_SECURE": "false"}, "COOKIE_SECURE", "must be true"),
    ({"COOKIE_SAMESITE": "lax", "COOKIE_SECURE": "false"}, "COOKIE_SECURE", "must be true"),
    ({"COOKIE_SAMESITE": "no"}, "COOKIE_SAMESITE", "'lax'"),
    ({"COOKIE_SECURE": "perhaps"}, "COOKIE_SECURE", "boolean"),
    ({"COOKIE_DOMAIN": ".up.railway.app", "PUBLIC_URL": "https://api.up.railway.app"}, "COOKIE_DOMAIN",
        "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": "vercel.app"}, "COOKIE_DOMAIN", "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": "railway.app", "PUBLIC_URL": "https://api.railway.app"}, "COOKIE_DOMAIN",
        "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": ".co.uk", "PUBLIC_URL": "https://example.co.uk"}, "COOKIE_DOMAIN",
        "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": "s3.amazonaws.com", "PUBLIC_URL": "https://x.s3.amazonaws.com"}, "COOKIE_DOMAIN",
        "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": "10.0.0.1", "PUBLIC_URL": "https://10.0.0.1"}, "COOKIE_DOMAIN", "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": "com"}, "COOKIE_DOMAIN", "unset COOKIE_DOMAIN"),
    ({"COOKIE_DOMAIN": ".elsewhere.com"}, "COOKIE_DOMAIN", "unset it"),
    ({"COOKIE_DOMAIN": "ple.com"}, "COOKIE_DOMAIN", "unset it"),
    ({"DATABASE_URL": ""}, "DATABASE_URL", "postgresql://"),
    ({"DATABASE_URL": "sqlite:///var/soulter.db"}, "DATABASE_URL", "postgresql://"),
    ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL", "sqlite:///var/soulter.db"),
    ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL", "file"),
    ({"DATABASE_URL": "mysql://u:hunter2@db.example.com/soulter"}, "DATABASE_URL", "postgresql://"),
    ({"DATABASE_URL": "postgresql://u:hunter2@db.example.com/soulter"}, "DATABASE_URL",
        "sslmode=verify-full"),
    ({"DATABASE_URL": "postgresql://u:hunter2@db.example.com/soulter?sslmode=disable"}, "DATABASE_URL",
        "sslmode=verify-full"),
    ({"DATABASE_URL": "postgresql://u:hunter2@203.0.113.5/soulter?sslmode=prefer"}, "DATABASE_URL",
        "sslmode=verify-full"),
    ({"DATABASE_URL": "postgresql://u:hunter2@db/soulter?host=db.example.com&sslmode=disable"},
        "DATABASE_URL", "sslmode=verify-full"),
    ({"DATABASE_URL": "postgresql://u:hunter2@db/soulter?pgbouncer=true&schema=public"}, "DATABASE_URL",
        "remove pgbouncer, schema"),
    ({"DATABASE_URL": "postgresql://u:hunter2/3@db:five/soulter"}, "DATABASE_URL", "percent-encode"),
    ({"ENVIRONMENT": "prod"}, "ENVIRONMENT", "'production'"),
    ({"PORT": "abc"}, "PORT", "integer"),
    ({"PORT": "0"}, "PORT", "greater than or equal to 1"),
    ({"PORT": "65536"}, "PORT", "65535"),
    ({"PORT": "50.5"}, "PORT", "integer"),
    ({"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY", "1"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL", "'debug'"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT", "'json'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "name", "advice"),
    REFUSED,
    ids=[" ".join(f"{k}={v}" for k, v in case[0].items())[:60] for case in REFUSED],
)
def test_a_wrong_variable_is_answered_with_its_name_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], name: str, advice: str
) -> None:
    load(monkeypatch, **PRODUCTION)  # without the mistake it starts
    said = refusal(monkeypatch, **{**PRODUCTION, **wrong})
    assert said.startswith(name)
    assert advice in said
    assert "\n" not in said
    assert [secret for secret in (STRONG[:31], "hunter2", "super-secret", "a" * 64) if secret in said] == []


def test_each_mistake_has_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, PORT="abc", LOG_LEVEL="loud", FRONTEND_URLS="*")
    assert sorted(line.split(" ")[0].rstrip(":") for line in said.splitlines()) == [
        "FRONTEND_URLS",
        "LOG_LEVEL",
        "PORT",
    ]


def test_one_start_tells_everything_that_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "JWT_SECRET": "changeme", "JWT_SECRET_PREVIOUS": "short",
        "FRONTEND_URLS": "http://a.example.com,https://b.example.com,http://c.example.com",
        "PUBLIC_URL": "http://api.example.com", "COOKIE_DOMAIN": "com", "COOKIE_SECURE": "false",
        "DATABASE_URL": "sqlite:///soulter.db",
    }  # fmt: skip
    said = refusal(monkeypatch, **PRODUCTION | wrong).splitlines()
    assert Counter(line.split(" ")[0] for line in said) == Counter(
        {**dict.fromkeys(wrong, 1), "FRONTEND_URLS": 2}
    )


def test_what_cannot_be_read_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "abc",
        "JWT_SECRET": "changeme",
        "FRONTEND_URLS": "https://*.a.example,https://a.example/",
        "COOKIE_DOMAIN": "com",
    }
    said = refusal(monkeypatch, **PRODUCTION | wrong).splitlines()
    assert Counter(line.split(" ")[0].rstrip(":") for line in said) == Counter(
        {**dict.fromkeys(wrong, 1), "FRONTEND_URLS": 2}
    )
    assert any("'https://*.a.example' has a wildcard" in line for line in said)


def test_what_cannot_be_read_is_not_blamed_on_others(monkeypatch: pytest.MonkeyPatch) -> None:
    # The cookie's domain fits the intended address, which is unknown.
    for wrong in (
        {"PUBLIC_URL": "https://api.example.com/", "COOKIE_DOMAIN": "example.com"},
        {"COOKIE_SECURE": "perhaps"},
    ):
        assert refusal(monkeypatch, **PRODUCTION | wrong).count("\n") == 0
    assert refusal(monkeypatch, ENVIRONMENT="prod", COOKIE_SAMESITE="none").count("\n") == 0


def test_a_development_cookie_may_not_be_cross_site_without_secure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, COOKIE_SAMESITE="none").startswith("COOKIE_SECURE must be true")
    assert load(monkeypatch, COOKIE_SAMESITE="none", COOKIE_SECURE="true").cookie_samesite == "none"


def test_a_file_of_variables_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, empty_checkout: Path
) -> None:
    (empty_checkout / ".env").write_text("PORT=6001\nLOG_LEVEL=debug\nUNKNOWN_THING=1\n")
    found = load(monkeypatch, PORT="6002")
    assert (found.port, found.log_level) == (6002, "debug")


def test_the_development_secret_is_made_once_and_is_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, empty_checkout: Path
) -> None:
    first, second = (load(monkeypatch).jwt_secret.get_secret_value() for _ in range(2))
    kept = empty_checkout / "var" / "jwt_secret"
    assert first == second == kept.read_text().strip()
    assert len(first.encode()) >= 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.unlink()
    assert load(monkeypatch).jwt_secret.get_secret_value() != first
    assert load(monkeypatch, JWT_SECRET="mine" * 12).jwt_secret.get_secret_value() == "mine" * 12


def test_production_never_makes_a_secret(monkeypatch: pytest.MonkeyPatch, empty_checkout: Path) -> None:
    load(monkeypatch)
    assert "JWT_SECRET must be set" in refusal(monkeypatch, **{**PRODUCTION, "JWT_SECRET": ""})


def test_a_secret_file_that_a_killed_start_left_empty_signs_nothing(
    monkeypatch: pytest.MonkeyPatch, empty_checkout: Path
) -> None:
    (empty_checkout / "var").mkdir()
    (empty_checkout / "var" / "jwt_secret").write_text("")
    try:
        secret = load(monkeypatch).jwt_secret.get_secret_value()
    except WrongSettings as error:
        assert "JWT_SECRET" in str(error)  # noqa: PT017 -- either way out is fine, an empty secret is not
    else:
        assert len(secret) >= 32


def test_a_folder_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, empty_checkout: Path
) -> None:
    (empty_checkout / "var").write_text("not a folder")
    assert refusal(monkeypatch).startswith("JWT_SECRET is not set and none can be kept in var/jwt_secret")


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    previous = STRONG[::-1]
    found = load(monkeypatch, **PRODUCTION, JWT_SECRET_PREVIOUS=previous)
    for text in (repr(found), str(found), found.model_dump_json(), repr(found.model_dump())):
        assert [secret for secret in (STRONG, previous) if secret in text] == []
    for text in (repr(found), str(found)):
        assert "hunter2" not in text, "the password of the database"


def test_settings_do_not_change_while_we_run(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch)
    with pytest.raises(ValueError, match="frozen"):
        found.port = 1  # type: ignore[misc]  # that it is read-only is what is tested
