"""The result of checking all records of a database."""

from dataclasses import dataclass, field
from typing import Final

_SHOWN: Final = 20


@dataclass
class Judgement:
    """How many records were checked, by kind, and what is wrong with them.

    `count` is the number of faults; `wrong` has a sentence for each of the first ones.
    """

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def checked(self, name: str) -> None:
        """One more record of a kind was checked."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def add(self, sentence: str) -> None:
        """Something is wrong."""
        self.count += 1
        if len(self.wrong) < _SHOWN:
            self.wrong.append(sentence)
