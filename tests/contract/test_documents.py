"""The documentation matches the code: generated parts are current, and names and links exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

from soulter.access.permissions import ALL
from soulter.access.roles import Role
from soulter.core.http import problems
from soulter.core.telemetry import metrics
from soulter.doctor import checks
from soulter.system import prometheus
from soulter.verify import deployment
from tests.contract import write_references
from tests.contract.write_references import ROOT

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "web/README.md")), *DOCS]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SPOKEN_FILE = re.compile(
    r"`([\w./-]+\.(?:py|md|toml|json|lock|ini|yml|yaml|sh|example)|(?:docs|src|tests|migrations|bench|"
    r"web)/[\w./-]*)`"
)
# Files that a running Soulter or its operator creates.
MADE_LATER = {
    "manifest.json",
    ".env",
    "web/dist",
    "web/.node",
    "var/soulter.db",
    "var/jwt_secret",
    "/openapi.json",
}
FOLDERS = ("", "docs", "src/soulter", "tests", "web")
CODE = re.compile(r"```.*?```", re.DOTALL)


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", write_references.PAGES)
def test_the_generated_part_of_a_page_is_current(page: str) -> None:
    assert text_of(page) == write_references.expected(page), (
        f"run {write_references.COMMAND} and read what changed"
    )


def test_an_outdated_page_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(write_references.PAGES, "docs/errors.md", lambda: "| `a_new_code` |")
    assert text_of("docs/errors.md") != write_references.expected("docs/errors.md")


def test_every_setting_is_explained() -> None:
    page = text_of("docs/configuration.md")
    for name, field in write_references.variables().items():
        assert f"| `{name}` |" in page
        assert (field.description or "").endswith("."), name
    assert len(write_references.variables()) >= 15


def test_every_code_is_explained_and_means_one_thing() -> None:
    page = text_of("docs/errors.md")
    codes = Counter([kind.code() for kind in write_references.refusals()])
    assert [code for code, count in codes.items() if count > 1] == []
    general = {code for code, _, _ in write_references.general_codes()}
    assert general.isdisjoint(codes)
    assert [code for code in {*codes, *general} if f"| `{code}` |" not in page] == []
    assert len(codes) >= 45


def test_every_refusal_has_a_status_and_a_sentence() -> None:
    for kind in write_references.refusals():
        assert any(parent in problems.STATUS for parent in kind.__mro__), kind
        assert (kind.__doc__ or "").strip().splitlines()[0].endswith("."), kind


def test_every_command_is_explained_with_its_options() -> None:
    page = text_of("docs/cli.md")
    for words, command in write_references.commands().items():
        assert f"### `soulter {words}`" in page
        assert (command.help or "").endswith("."), words
        for option in command.params:
            assert all(name in page for name in option.opts), (words, option.name)
            assert option.help, (words, option.name)


def test_every_permission_and_role_is_on_the_page_of_permissions() -> None:
    page = text_of("docs/permissions.md")
    assert [name for name in (*ALL, *Role) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_to_a_file_and_a_heading(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    for target in (
        target for target in LINK.findall(text) if not target.startswith(("http:", "https:", "mailto:"))
    ):
        name, _, heading = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        if heading:
            assert heading in headings(file), target


def linked(page: Path) -> set[Path]:
    """The files that a page links to."""
    targets = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    return {(page.parent / target.partition("#")[0]).resolve() for target in targets if ":" not in target}


def test_the_index_of_the_documentation_links_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    wanted = {*PAGES, ROOT / "CHANGELOG.md", ROOT / "openapi.json"} - {index}
    assert {path.relative_to(ROOT) for path in wanted - linked(index)} == set()


def test_the_readme_links_what_contributors_look_for() -> None:
    wanted = {ROOT / name for name in ("docs/README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE")}
    assert wanted <= linked(ROOT / "README.md")


def headings(file: Path) -> set[str]:
    """The anchors of a page, as the usual viewers make them."""
    lines = [
        line.lstrip("#").strip()
        for line in CODE.sub("", file.read_text(encoding="utf-8")).splitlines()
        if line.startswith("#")
    ]
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_speaks_of_exist(page: Path) -> None:
    spoken = {
        name for name in SPOKEN_FILE.findall(page.read_text(encoding="utf-8")) if name not in MADE_LATER
    }
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "tests", "docs", "migrations", "bench")
        for path in (ROOT / folder).rglob("*.*")
    ]
    # A page may name `booking.py` or `bookings/booking.py`, so the end of a path is enough.
    missing = [
        name
        for name in spoken
        if not (ROOT / name).exists() and not any(file.endswith(f"/{name}") for file in files)
    ]
    assert (
        sorted(name for name in missing if not any((ROOT / folder / name).exists() for folder in FOLDERS))
        == []
    )


NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_promise_names_a_test_that_exists() -> None:
    rows = [
        line
        for line in text_of("docs/security.md").splitlines()
        if line.startswith("| ") and "Proven by" not in line
    ]
    assert len(rows) >= 25
    for row in rows:
        named = NAMED_TEST.findall(row)
        assert named, row
        for file, name in named:
            assert re.search(
                rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
            ), (file, name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_speaks_of_exist(page: Path) -> None:
    known = {words.split()[0] for words in write_references.commands()}
    makeable = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    assert (
        set(
            re.findall(
                r"(?:`|^|\s|/)soulter ([a-z]+)(?=[ `\n])(?!.*\bis\b)",
                "\n".join(re.findall(r"`[^`\n]+`", text)),
            )
        )
        <= known
    )
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= makeable


# Variables that only compose.yaml and deploy/Caddyfile read.
OF_DEPLOYMENT = {
    "SOULTER_HOST",
    "SOULTER_TLS",
    "SOULTER_UPSTREAM",
    "POSTGRES_PASSWORD",
    "RAILWAY_DEPLOYMENT_OVERLAP_SECONDS",
}


def test_variables_that_a_page_speaks_of_are_read() -> None:
    known = {
        *write_references.variables(),
        *checks.READ,
        *prometheus.REVISIONS,
        *deployment.READ,
        *OF_DEPLOYMENT,
        metrics.FOLDER,
        "NODE_ENV",
        "TEST_DATABASE_URL",
        "PYTHON",
        "VITE_API_URL",
    }
    shaped = re.compile(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`")
    words = {*Role, "CHECKED_IN", "NO_SHOW"}
    assert [
        (page.name, name)
        for page in PAGES
        for name in shaped.findall(page.read_text(encoding="utf-8"))
        if name not in known | words
    ] == []
