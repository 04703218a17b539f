"""Mails, for the owner to watch: what left, what waits, what was given up."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from soulter.access.actor import Actor
from soulter.access.permissions import MailPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing
from soulter.notices import queries, retrying
from soulter.notices.schemas import MailEnvelope, MailList, MailQuery, mail_out

router = web.router("/mails", "mails")


@router.get("")
async def list_mails(
    query: Annotated[MailQuery, Query()],
    _actor: Annotated[Actor, requires(MailPermission.READ)],
    reader: Reading,
) -> MailList:
    """The mails, newest first."""
    rows, page = await queries.listed(reader, query, query.state, query.topic)
    return {"mails": [mail_out(row) for row in rows], "page": page}


@router.post("/{mail_id}/retry")
async def retry_mail(
    mail_id: UUID, actor: Annotated[Actor, requires(MailPermission.RETRY)], session: Writing, now: Now
) -> MailEnvelope:
    """Try a mail again now that waits or was given up."""
    await retrying.retry(session, actor, mail_id, now)
    return {"mail": mail_out(await queries.get(session, mail_id))}
