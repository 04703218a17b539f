"""Judges the outbox by the writers' records and the mail server's, without Soulter's code."""

from collections import Counter
from email.message import EmailMessage
from typing import Any

from tests.crash.database_checker import Query, id_of

_OUTBOX = """SELECT deliveries.id, topic, outbox.subject, state
FROM deliveries JOIN outbox ON outbox.id = deliveries.event_id ORDER BY deliveries.id"""
_TOPICS = {"deactivate": "account.deactivated", "activate": "account.activated"}
_INVITED = "account.invited"


async def check(rows: Query, lines: list[dict[str, Any]], received: list[EmailMessage]) -> list[str]:
    """The broken promises; empty when each event of an effect arrived, and no other one did."""
    outbox = [
        (id_of(key), topic, id_of(subject), state) for key, topic, subject, state in await rows(_OUTBOX)
    ]
    arrived: dict[str, set[str]] = {}
    for mail in received:
        arrived.setdefault(str(mail["Message-ID"])[1:].partition("@")[0], set()).add(
            f"{mail['To']}: {mail['Subject']}"
        )
    findings = [f"{key}: {topic} is {state}" for key, topic, _, state in outbox if state != "DELIVERED"]
    findings += [f"{key}: {topic} has not arrived" for key, topic, *_ in outbox if key not in arrived]
    findings += [
        f"{key}: {said} is a mail of nothing that happened"
        for key, said in arrived.items()
        if key not in {row[0] for row in outbox}
    ]
    findings += [f"{key}: different mails under one id" for key, said in arrived.items() if len(said) > 1]
    told = [line for line in lines if 200 <= line.get("told", 0) < 300]
    return findings + _invitations(outbox, arrived, told) + _accounts(outbox, told)


def _invitations(
    outbox: list[tuple[str, Any, str, Any]], arrived: dict[str, set[str]], told: list[dict[str, Any]]
) -> list[str]:
    """Each acknowledged invitation has one event and one id, and no other has.

    The address is the request's key.
    """
    wanted = Counter(f"{line['key']}@example.com" for line in told if line["what"] == "invite")
    invited = {key for key, topic, *_ in outbox if topic == _INVITED}
    found = Counter(said.partition(":")[0] for key in invited for said in arrived.get(key, ()))
    findings = [
        f"{address}: invited {found[address]} times"
        for address in wanted | found
        if found[address] != wanted[address]
    ]
    return findings + (
        [f"{len(invited)} events of {wanted.total()} invitations"] if len(invited) != wanted.total() else []
    )


def _accounts(outbox: list[tuple[str, Any, str, Any]], told: list[dict[str, Any]]) -> list[str]:
    """The events of an account are its acknowledged changes, in order. Each account has one writer."""
    wanted: dict[str, list[str]] = {}
    for line in told:
        if line["what"] in _TOPICS:
            wanted.setdefault(line["path"].split("/")[3], []).append(_TOPICS[line["what"]])
    found: dict[str, list[str]] = {}
    for _, topic, subject, _ in outbox:
        if topic in _TOPICS.values():
            found.setdefault(subject, []).append(topic)
    return [
        f"{account}: the events are not its changes"
        for account in {*wanted, *found}
        if wanted.get(account) != found.get(account)
    ]
