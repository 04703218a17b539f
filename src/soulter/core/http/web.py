"""What routes are made of: access to the database, wire types, and the transaction of a write."""

import asyncio
import json
import random
import re
from collections.abc import AsyncGenerator, Callable, Coroutine
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Final, TypeVar, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic.alias_generators import to_camel
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send
from typing_extensions import TypedDict

from soulter.core import clock
from soulter.core.clock import Clock
from soulter.core.database import driver_errors
from soulter.core.database.transactions import Database, Reader, Transaction
from soulter.core.dates import EARLIEST, LATEST
from soulter.core.errors import Malformed, SoulterError
from soulter.core.http import endpoints, field_errors, problems, services, strict_json, text_patterns
from soulter.core.http.endpoints import Plan
from soulter.core.money import MAX_MINOR, Money, is_currency
from soulter.core.records import idempotency
from soulter.core.records.stored_answers import AnswerKeys

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

UNKEYED: Final = "/api/auth/"
"""Paths without idempotency keys: the digest of such a body would be the digest of a password."""

QUOTES: Final = "/quote"
"""The end of a path that answers a question about its body. Nothing is changed, so no answer is stored."""

_TRIES = 4
_SECONDS_OF_RETRYING = 2.0
_FIRST_PAUSE = 0.02
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DETERMINISTIC = frozenset({403, 404, 422})

Word = TypeVar("Word", bound=StrEnum)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class WireIn(BaseModel):
    """A request body: camelCase, and no unknown fields."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


SingleLine = Annotated[str, StringConstraints(pattern=text_patterns.SINGLE_LINE)]
Paragraphs = Annotated[str, StringConstraints(pattern=text_patterns.PARAGRAPHS, max_length=4000)]
Email = Annotated[str, StringConstraints(pattern=text_patterns.EMAIL, max_length=254)]
Phone = Annotated[str, StringConstraints(pattern=text_patterns.PHONE)]


def _day(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise field_errors.fault("not_a_date")
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A calendar date at the property: `YYYY-MM-DD` and nothing else, no instant and no number."""


def _bookable(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise field_errors.fault("date_out_of_range", earliest=str(EARLIEST), latest=str(LATEST))
    return day


BookableDay = Annotated[Day, AfterValidator(_bookable)]
"""A date that a booking can have, so that the days around it exist too."""


def _moment(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise field_errors.fault("moment_out_of_range") from None


Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
"""A moment with its offset, as a datetime in UTC. Those outside the years 1 to 9999 in UTC are refused."""

Whole = Annotated[int, Field(strict=True)]
"""A JSON integer: no `true`, no `2.0`, no `"2"`."""


def _currency(code: str) -> str:
    if not is_currency(code):
        raise field_errors.fault("not_a_currency")
    return code


# Plain text is encoded several times faster than a UUID or a member of an enum, and lists hold many of both.
IdOut = Annotated[str, Field(json_schema_extra={"format": "uuid"})]
"""A UUID on the wire: its text already."""


def plain(word: Word) -> Word:
    """A member of a text enum as plain text."""
    return cast("Word", str.__str__(word))


class MoneyOut(TypedDict):
    """An amount in whole minor units (paisa, cents) with its ISO 4217 currency."""

    amount: int
    currency: str


class MoneyIn(WireIn):
    """An amount in whole minor units (paisa, cents) with its ISO 4217 currency."""

    amount: Annotated[int, Field(strict=True, ge=0, le=MAX_MINOR)]
    currency: Annotated[str, StringConstraints(pattern=text_patterns.CURRENCY), AfterValidator(_currency)]

    def money(self) -> Money:
        """The amount."""
        return Money(self.amount, self.currency)


def money_out(money: Money) -> MoneyOut:
    """The wire shape of an amount."""
    return {"amount": money.minor, "currency": money.currency}


def encoded(body: object, status: int = 200) -> Response:
    """A JSON response encoded once, directly to bytes; for lists that are read often."""
    return Response(to_json(body), status, media_type="application/json")


class MalformedBody(Malformed):
    """The body is not JSON in the form that we accept."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The body is not a JSON document that we can read: {reason}.")


class _StrictJson(Request):
    """A request whose body is strict JSON: no NaN, no duplicate names, no broken UTF-8."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            body = await self.body()
            try:
                self._json = strict_json.loads(body.decode("utf-8"))
            except RecursionError:
                raise MalformedBody("it is nested too deeply") from None
            except UnicodeDecodeError:
                raise MalformedBody("it is not UTF-8") from None
            except json.JSONDecodeError as error:
                raise MalformedBody(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
            except ValueError as error:
                raise MalformedBody(
                    str(error) if isinstance(error, strict_json.NotStrict) else "a number is too long"
                ) from None
        return self._json


class _WriteRoute(APIRoute):
    """Runs an unsafe request in one transaction, committed before the response is sent.

    After a serialization failure or deadlock the whole request runs again (rule 2.4). A repeated request with
    an idempotency key gets the stored answer.
    """

    reads_json = True
    request_class: type[Request] = _StrictJson

    def get_route_handler(self) -> Handler:
        original = super().get_route_handler()

        async def handle(request: Request) -> Response:
            pairs = endpoints.pairs_of(request.scope["query_string"])
            if faults := endpoints.repeated(pairs, self._many):
                raise RequestValidationError(faults)
            if request.method in SAFE_METHODS:
                return await original(request)
            read = self.request_class(request.scope, request.receive)
            if self.reads_json and await read.body():
                await read.json()
            return await _in_transaction(read, original)

        return handle

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: use the plan of the route if it covers the request, otherwise FastAPI."""
        plan = self._plan
        if plan is None or scope["method"] not in (self.methods or ()) or not plan.covers(scope):
            await super().handle(scope, receive, send)
            return
        if scope["method"] in SAFE_METHODS:
            response = await plan.run(Request(scope, receive, send))
        else:
            strict = _StrictJson(scope, receive, send)
            if await strict.body():
                await strict.json()
            response = await _in_transaction(strict, plan.run)
        await response(scope, receive, send)

    @cached_property
    def _many(self) -> frozenset[str]:
        return endpoints.lists_of_query(self)

    @cached_property
    def _plan(self) -> Plan | None:
        return Plan.of(self) if self.reads_json else None


class Upload(Request):
    """A request whose body is read once its caller is known. When it has arrived, the right is checked again.

    Bodies take their time, and the caller may be deactivated, or lose the right, meanwhile.
    """

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body. Raises what the guard of the route does."""
        async for chunk in super().stream():
            yield chunk
        await self.check_again()

    async def check_again(self) -> None:
        """Check the right of the caller at this moment. Raises what the guard of the route does."""
        await self.state.check_right(self)


class _UploadRoute(_WriteRoute):
    """Leaves the body unread: the route reads it once it knows the caller, since it may be large."""

    reads_json = False
    request_class = Upload


async def _in_transaction(request: Request, original: Handler) -> Response:
    started = clock.monotonic()
    for attempt in range(1, _TRIES + 1):
        try:
            return await _once(request, original)
        except idempotency.Replay as replay:
            return replay.response
        except SoulterError as error:
            return await _keep_refusal(request, error)
        except Exception as error:
            spent = clock.monotonic() - started
            if attempt == _TRIES or spent > _SECONDS_OF_RETRYING or not driver_errors.worth_retrying(error):
                raise
            # Full jitter, so that transactions which conflicted once do not conflict again.
            longest = min(_FIRST_PAUSE * 2**attempt, _SECONDS_OF_RETRYING - spent)
            await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 -- nothing secret
    raise AssertionError("unreachable")


async def _once(request: Request, original: Handler) -> Response:
    request.state.claim = None
    async with services.of(request.app, Database).writing() as session:
        request.state.session = session
        response = await original(request)
        if request.state.claim:
            await idempotency.complete(session, request.state.claim, response)
    return response


async def _keep_refusal(request: Request, error: SoulterError) -> Response:
    """Store a refusal that would be the same every time; the effect itself has been rolled back."""
    if request.state.claim is None or problems.status_of(error) not in _DETERMINISTIC:
        raise error
    answer = problems.response(error)
    database, now = services.of(request.app, Database), services.of(request.app, Clock).now()
    try:
        async with database.writing() as session:
            await idempotency.begin(session, request.state.claim, now)
            await idempotency.complete(session, request.state.claim, answer)
    except idempotency.Replay as replay:
        return replay.response
    return answer


def keyed(path: str) -> bool:
    """Whether requests to this path are bound to their Idempotency-Key.

    Not where a secret is sent, and not where nothing is changed.
    """
    return not path.startswith(UNKEYED) and not path.endswith(QUOTES)


async def claim(request: Request, client: idempotency.Client) -> None:
    """Bind a request to its Idempotency-Key, if it has one. It is called once the client is known.

    Raises Replay, and what `idempotency.begin` and `idempotency.Claim.of` raise.
    """
    key = request.headers.get("idempotency-key")
    if key is None or request.method in SAFE_METHODS or not keyed(request.url.path):
        return
    keys, body = services.of(request.app, AnswerKeys), await request.body()
    found = idempotency.Claim.of(keys, key, client, request.method, request.url.path, body)
    session: Transaction = request.state.session
    await idempotency.begin(session, found, services.of(request.app, Clock).now())
    request.state.claim = found


def router(prefix: str, tag: str, *, uploads: bool = False) -> APIRouter:
    """The router of a feature: every unsafe route runs in one transaction, and its refusals are documented.

    With `uploads` its routes read the body themselves; `core.http.body_kinds` defines which one they take.
    """
    route_class = _UploadRoute if uploads else _WriteRoute
    refusals = problems.documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
    return APIRouter(
        prefix=f"/api{prefix}",
        tags=[tag],
        route_class=route_class,
        responses=refusals,
        generate_unique_id_function=operation_id,
    )


def operation_id(route: APIRoute) -> str:
    """How the OpenAPI document names an operation: as its function is called."""
    return route.name


async def _writing(request: Request) -> Transaction:
    session: Transaction = request.state.session
    return session


async def _reading(request: Request) -> Reader:
    return services.of(request.app, Database).reader


async def _now(request: Request) -> datetime:
    return services.of(request.app, Clock).now()


Writing = Annotated[Transaction, Depends(_writing)]
"""The transaction of this request; committed before the response is sent."""

Reading = Annotated[Reader, Depends(_reading)]
"""The read path: the database itself refuses to write through it."""

Now = Annotated[datetime, Depends(_now)]
"""The moment of this request in UTC."""
