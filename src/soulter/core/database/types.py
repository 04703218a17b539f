"""Column types and the declarative base: one way to store a moment, a key, a word from a list."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, DateTime, Dialect, Enum, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

Document = JSON().with_variant(JSONB(), "postgresql")
"""A JSON value; binary on PostgreSQL."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. It refuses naive datetimes and returns aware ones on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite stores it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone; ask core.clock for it")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Return an aware datetime."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """None on PostgreSQL, whose driver returns moments in UTC already: a list has dozens of them."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


def not_exported(reason: str) -> dict[str, str]:
    """The `info` of a table or a column that no export has."""
    return {"not_exported": reason}


def text_enum(kind: type[StrEnum]) -> Enum:
    """A text column that holds a value of `kind`; `enum_check` is its CHECK."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda cls: [word.value for word in cls],
    )


def enum_check(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The CHECK that lists the values of `kind`."""
    return CheckConstraint(
        f"{column} IN ({', '.join(repr(word.value) for word in kind)})", name=f"{column}_known"
    )


def at_most_nights(begin: str, end: str, most: int, name: str) -> tuple[CheckConstraint, CheckConstraint]:
    """The CHECK on the length of an interval of dates; the two databases subtract dates differently."""
    return (
        CheckConstraint(f"{end} - {begin} <= {most}", name=name).ddl_if(dialect="postgresql"),
        CheckConstraint(f"julianday({end}) - julianday({begin}) <= {most}", name=name).ddl_if(
            dialect="sqlite"
        ),
    )


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), UUID: Uuid(), int: BigInteger()}
