"""The screens of the day: the board of a property, and who comes and goes."""

from typing import Annotated

from fastapi import Query, Response

from soulter.accounts.auth import requires
from soulter.accounts.permissions import Actor, Permission
from soulter.bookings import board, queries
from soulter.bookings.board_schemas import BoardOut, BoardQuery, DayOut, DayQuery, board_out, day_out
from soulter.bookings.errors import RangeTooLong
from soulter.core import clock, web
from soulter.core.dates import EARLIEST, LATEST
from soulter.core.web import Now, Reading

router = web.router("", "board")

LONGEST_BOARD = 92

Staff = Annotated[Actor, requires(Permission.CALENDAR_DETAILS)]


@router.get("/board", response_model=BoardOut)
async def read_board(query: Annotated[BoardQuery, Query()], _actor: Staff, reader: Reading, now: Now) -> Response:
    """The units of a property, and the bookings and blocks that have nights in a window of at most 92 days."""
    if not 1 <= (query.end - query.begin).days <= LONGEST_BOARD or query.begin < EARLIEST or query.end > LATEST:
        raise RangeTooLong(LONGEST_BOARD)
    rows = await board.window(reader, query.property, query.begin, query.end, now)
    return web.encoded(board_out(rows, query.begin, now))


@router.get("/day", response_model=DayOut)
async def read_day(query: Annotated[DayQuery, Query()], actor: Staff, reader: Reading, now: Now) -> Response:
    """Arrivals, departures and guests in house on a business date of a property, by default its today."""
    timezone, found = await queries.around(reader, query.property, query.date, now)
    today = clock.business_date(now, timezone)
    return web.encoded(day_out(actor, found, query.date or today, today, now))
