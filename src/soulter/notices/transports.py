"""How a mail is sent: by SMTP, or as files for development."""

import asyncio
import os
import re
import ssl
import time
from contextlib import suppress
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import aiosmtplib
from aiosmtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPTimeoutError

from soulter.core.config import smtp_url
from soulter.core.config.settings import VAR, Settings
from soulter.core.config.smtp_url import Server
from soulter.core.telemetry import logs
from soulter.notices.errors import NotDelivered
from soulter.outbox.claims import Claimed

_log = logs.get(__name__)

_READABLE = EmailPolicy(utf8=True, cte_type="8bit")
_ANSWER_SECONDS = 10.0
_SECONDS = 30.0
"""The timeout of a whole delivery. It ends before the lease does, also when a server is slow at each step."""


class Transport(Protocol):
    """Sends a message."""

    async def send(self, mail: EmailMessage, delivery: Claimed) -> None:
        """Deliver, or raise NotDelivered."""
        ...


def by_settings(settings: Settings) -> Transport | None:
    """The transport that the settings name; None where mails have to wait for one."""
    if settings.smtp_url:
        return Smtp(smtp_url.parse(settings.smtp_url.get_secret_value()), settings)
    return (
        None
        if settings.production
        else Files(VAR / "mail", shown=settings.environment.value == "development")
    )


class Smtp:
    """Sends to a mail server, over a connection for each mail."""

    def __init__(self, server: Server, settings: Settings, seconds: float = _SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._own_name = urlsplit(settings.public_url).hostname
        # In production a public host needs TLS; otherwise TLS is used where the server offers it.
        self._must_encrypt = settings.production and not server.private

    async def send(self, mail: EmailMessage, delivery: Claimed) -> None:  # noqa: ARG002 -- of the protocol
        """Deliver, or raise NotDelivered."""
        client = self._client()
        try:
            async with asyncio.timeout(self._seconds):
                await client.connect()
                await client.send_message(mail)
        except SMTPRecipientsRefused as error:
            code = error.recipients[0].code
            raise NotDelivered(
                f"the mail server refused the recipient ({code})", for_good=code >= 500
            ) from None
        except SMTPResponseException as error:
            raise NotDelivered(f"the mail server answered {error.code} ({type(error).__name__})") from None
        except (SMTPTimeoutError, TimeoutError):
            raise NotDelivered("the mail server did not answer in time") from None
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
            raise NotDelivered(f"the mail server could not be used ({type(error).__name__})") from None
        else:
            # The server has accepted the mail: a later error must not count as a failure.
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=1)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=False if server.tls else True if self._must_encrypt else None,
            validate_certs=not server.private,
            timeout=_ANSWER_SECONDS,
            local_hostname=self._own_name,
        )


class Files:
    """Writes each mail as two files: `.eml` for a mail program, `.html` for a browser.

    A retry overwrites the files of its delivery.
    """

    def __init__(self, folder: Path, *, shown: bool) -> None:
        self._folder = folder
        self._shown = shown

    async def send(self, mail: EmailMessage, delivery: Claimed) -> None:
        """Deliver, or raise NotDelivered."""
        path = (
            self._folder
            / f"{delivery.created_at:%Y%m%dT%H%M%SZ}-{_plain(delivery.topic)}-{delivery.id.hex[-8:]}.eml"
        )
        text, html = (
            part.get_content()
            for part in (mail.get_body(("plain",)), mail.get_body(("html",)))
            if part is not None
        )
        files = {path.with_suffix(".html"): html.encode(), path: mail.as_bytes(policy=_READABLE)}
        try:
            await asyncio.to_thread(_write, files)
        except OSError as error:
            raise NotDelivered(f"the file could not be written ({error.strerror})") from None
        _log.info("mail written", topic=delivery.topic, file=str(path))
        if self._shown:
            print(f"\n{mail['Subject']}\n\n{text}", flush=True)


def _plain(topic: str) -> str:
    return re.sub(r"[^a-zA-Z0-9._-]", "_", topic)


def _write(files: dict[Path, bytes]) -> None:
    """Write to a temporary file and rename it, so that a reader never sees half a mail."""
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
        aside.write_bytes(content)
        aside.replace(path)
