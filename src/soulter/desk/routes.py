"""Views of a whole property: the board, the sellers' calendar, arrivals and departures."""

from typing import Annotated

from fastapi import Query, Response

from soulter.access.actor import Actor
from soulter.access.permissions import CalendarPermission
from soulter.accounts.auth import requires
from soulter.bookings.errors import RangeTooLong
from soulter.core import clock
from soulter.core.dates import EARLIEST, LATEST
from soulter.core.http import web
from soulter.core.http.web import Now, Reading
from soulter.desk import board, day, vacancies
from soulter.desk.schemas import (
    BoardOut,
    BoardQuery,
    DayOut,
    DayQuery,
    VacanciesOut,
    board_out,
    day_out,
    vacancies_out,
)
from soulter.properties import queries as properties

router = web.router("", "board")

LONGEST_BOARD = 92

Staff = Annotated[Actor, requires(CalendarPermission.DETAILS)]


@router.get("/board", response_model=BoardOut)
async def read_board(
    query: Annotated[BoardQuery, Query()], actor: Staff, reader: Reading, now: Now
) -> Response:
    """The units of a property, and its bookings and blocks, in a range of at most 92 days."""
    _ensure_bounds(query)
    rows = await board.window(reader, actor, query.property, query.begin, query.end, now)
    return web.encoded(board_out(rows, query.begin, now))


@router.get("/calendar", response_model=VacanciesOut)
async def read_vacancies(
    query: Annotated[BoardQuery, Query()],
    actor: Annotated[Actor, requires(CalendarPermission.READ)],
    reader: Reading,
    now: Now,
) -> Response:
    """The taken nights of every unit of a property, without the bookings behind them. At most 92 days."""
    _ensure_bounds(query)
    place = await properties.get(reader, query.property)
    rows = await vacancies.vacancies(reader, actor, query.property, query.begin, query.end, now)
    return web.encoded(vacancies_out(rows, place.currency))


def _ensure_bounds(query: BoardQuery) -> None:
    if (
        not 1 <= (query.end - query.begin).days <= LONGEST_BOARD
        or query.begin < EARLIEST
        or query.end > LATEST
    ):
        raise RangeTooLong(LONGEST_BOARD)


@router.get("/day", response_model=DayOut)
async def read_day(query: Annotated[DayQuery, Query()], actor: Staff, reader: Reading, now: Now) -> Response:
    """Arrivals, departures and guests in house on a business date of a property, by default today."""
    place, found = await day.around(reader, actor, query.property, query.date, now)
    today = clock.business_date(now, place.timezone)
    night = clock.running_night(now, place.timezone, place.arrival_cutoff)
    return web.encoded(day_out(actor, found, query.date or today, today, night, now))
