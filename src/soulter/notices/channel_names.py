"""The names of our channels, for whoever needs no more of them."""

from typing import Final

MAIL: Final = "mail"
