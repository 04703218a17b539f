"""What the doctor says about who can read the backups."""

from pathlib import Path

import pytest

from soulter.doctor.checks import Verdict
from tests.unit.test_doctor import SITE_A, findings, loaded

RECIPIENTS = {"BACKUP_RECIPIENTS": "age1pk8svu39cxzdn4fz9glxsjtktgrlhxrhkxfqp0aj7lzdza0cl42s4c69n5"}
PASSPHRASE = {"BACKUP_PASSPHRASE": "several random words"}


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, []),
        (RECIPIENTS, [("BACKUP_RECIPIENTS", Verdict.OK, "secret keys of recipients only")]),
        (PASSPHRASE, [("BACKUP_PASSPHRASE", Verdict.OK, "With BACKUP_RECIPIENTS nobody could")]),
        (RECIPIENTS | PASSPHRASE, [("BACKUP_PASSPHRASE", Verdict.WARN, "Unset BACKUP_PASSPHRASE")]),
    ],
)
def test_who_can_read_the_backups_is_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variables: dict[str, str],
    told: list[tuple[str, Verdict, str]],
) -> None:
    settings = loaded(monkeypatch, tmp_path, SITE_A | variables)
    found = [one for one in findings(settings, SITE_A | variables) if one.check.startswith("BACKUP_")]
    assert [(one.check, one.verdict) for one in found] == [(check, verdict) for check, verdict, _ in told]
    for one, (_, _, words) in zip(found, told, strict=True):
        assert words in one.detail
