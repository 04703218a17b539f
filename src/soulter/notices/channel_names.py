"""The names of the channels."""

from typing import Final

MAIL: Final = "mail"
