"""Follows docs/quick-deploy.md from the wheel, with the Caddy that it names, up to `soulter verify`."""

import asyncio
import os
import re
import subprocess
from pathlib import Path

import trustme

from tests.contract.write_references import ROOT
from tests.deploy import debian_packages
from tests.deploy.conftest import Release
from tests.process.test_cli import free_port

HOST = "stay.example.com"
STEPS = re.findall(r"^## (\d)\. ", (ROOT / "docs/quick-deploy.md").read_text(encoding="utf-8"), re.MULTILINE)
BLOCKS = re.findall(
    r"```bash\n(.*?)```", (ROOT / "docs/quick-deploy.md").read_text(encoding="utf-8"), re.DOTALL
)


def run(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )


async def test_the_five_steps_end_in_a_deployment_that_is_verified(release: Release, tmp_path: Path) -> None:
    assert (STEPS, len(BLOCKS)) == (["1", "2", "3", "4", "5"], 5)
    port, tls, plain = free_port(), free_port(), free_port()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "host.pem"))
    # The shipped file, with ports that a test may use.
    options = f"admin off\n\tauto_https disable_redirects\n\thttp_port {plain}\n\thttps_port {tls}"
    (tmp_path / "Caddyfile").write_text(
        f"{{\n\t{options}\n}}\nimport {ROOT}/deploy/Caddyfile\n", encoding="utf-8"
    )
    script = "".join(BLOCKS)
    for told, here in {
        "postgresql://soulter:password@127.0.0.1:5432/soulter": f"'{release.variables['DATABASE_URL']}'",
        "deploy/Caddyfile": f"{tmp_path}/Caddyfile",
        "127.0.0.1:5001": f"127.0.0.1:{port}",
        "--login you@example.com": f"--login you@example.com --ca-file {tmp_path}/ca.pem --resolve "
        f"{HOST}=127.0.0.1:{tls}",
    }.items():
        assert script.count(told) == 1, told
        script = script.replace(told, here)
    environment = {
        "PATH": f"{release.home / 'bin'}:{debian_packages.caddy().parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PORT": str(port),
        "SOULTER_UPSTREAM": f"127.0.0.1:{port}",
        "SOULTER_TLS": f"tls {tmp_path}/host.pem {tmp_path}/host.pem",
    }
    script = f"trap 'kill $(jobs -p); wait' EXIT\n{script}"
    done = await asyncio.to_thread(run, script, tmp_path, environment)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "Failed: 0." in done.stdout
    assert "Passed: 10." in done.stdout, done.stdout[-3000:]
    assert not (tmp_path / "owner.txt").exists()
