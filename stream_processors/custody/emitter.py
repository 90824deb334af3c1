"""The history of an emitter that numbers its events: no list of events, but ranges of numbers.

It does not grow with the number of events, only with that of gaps. What it comes to is a function of the set of events:
ranges can be put together in any order. Who used a number lies outside (``Uses``) and is asked only about a number that
comes a second time, and about the two ends of a gap.
"""

from __future__ import annotations

from datetime import datetime
from heapq import nsmallest
from itertools import islice

from schemas.events import EventRecord
from schemas.routing import Share, SubjectKind
from stream_processors.custody.history import History
from stream_processors.custody.numbering import Gap, Ranges, Use, Uses, contents
from stream_processors.rulebook import RuleBook
from stream_processors.verdicts import Verdict, Verdicts, collect

MOST_TOLD = 100
"""Of one emitter so many gaps, and so many numbers that were used twice, are told: the lowest ones."""

MOST_TAKEN_BACK = 100
"""So many events in a row that were taken back are passed over at the end of a count."""


class EmitterHistory(History):
    """All that is known of the numbers of one emitter.

    ``reused`` are the numbers under which more than one event came; ``new_reused`` those not yet written down.
    """

    __slots__ = (
        "_answer", "_answered_at", "_due", "_gaps", "_horizon", "_is_hiding", "_start", "_twice", "new_reused",
        "ranges", "reused", "uses",
    )  # fmt: skip

    def __init__(self, subject: str, uses: Uses, ranges: Ranges | None = None, reused: set[int] | None = None) -> None:
        """A history that knows ``ranges`` and ``reused`` already, and keeps in ``uses`` who used them."""
        super().__init__(SubjectKind.EMITTER, subject)
        self.uses = uses
        self.ranges = ranges or Ranges()
        self.reused = reused or set()
        self.new_reused: list[int] = []
        self._start: int | None = None
        self._gaps: list[Gap] | None = None
        self._horizon: int | None = None  # of the numbers above, nothing is told
        self._twice: list[Verdict | None] | None = None
        self._is_hiding = False  # gaps above which no event stands
        self._answer: Verdicts | None = None
        self._answered_at: datetime | None = None
        self._due: datetime | None = None

    def put(self, record: EventRecord, share: Share, book: RuleBook) -> bool:  # noqa: ARG002 - as every history
        """Take in one event; False when it is a repeat of what is known. A declaration uses the number of its event."""
        event = record.event
        number = event.sequence
        assert number is not None, "an event without a number tells an emitter nothing"
        use = Use(number, event.event_id, record.digest, event.recorded_at, event.error_declaration is not None)
        if not self.ranges.has(number):
            is_more = self.ranges.add(number) and (self._horizon is None or number <= self._horizon)
            if is_more or self._is_hiding:
                self._forget()
        elif not self._used_again(use):
            return False
        self.uses.add(use)
        return True

    def _used_again(self, use: Use) -> bool:
        """Whether a further use of a number changes what is known of it."""
        uses = list(self.uses.of(use.number))
        known, now = contents(uses), contents([*uses, use])
        if known == now:
            return False
        if use.number not in self.reused and len({event_id for event_id, _ in now}) > 1:
            self.reused.add(use.number)
            self.new_reused.append(use.number)
        self._forget()
        return True

    @property
    def is_quiet(self) -> bool:
        """Whether no number is missing or was used twice, nor was when somebody asked last."""
        return self._answer is not None and not (self._answer or self._gaps or self.published)

    def fold_again(self, book: RuleBook) -> None:  # noqa: ARG002 - as every history
        """Judge everything anew, under another version of the rules."""
        self._start = None
        self._forget()

    def _forget(self) -> None:
        self._gaps = self._twice = self._answer = None

    def verdicts(self, book: RuleBook, now: datetime) -> Verdicts:
        """Gaps, and numbers that were used twice, as of ``now``."""
        if self._answer is None or self._answered_at != now:
            self._due = book.next_of_gaps(self.gaps(book), now)
            found = [*(book.gap(gap, now) for gap in self.gaps(book)), *self._told_twice(book)]
            self._answer, self._answered_at = collect(verdict for verdict in found if verdict is not None), now
        return self._answer

    def _told_twice(self, book: RuleBook) -> list[Verdict | None]:
        """What is said of the lowest numbers that were used twice; time changes nothing about it."""
        if self._twice is None:
            numbers = nsmallest(MOST_TOLD, self.reused)
            self._twice = [book.reused(contents(self.uses.of(number)).values()) for number in numbers]
        return self._twice

    def due(self, book: RuleBook, now: datetime) -> datetime | None:
        """The instant, ``now`` or later, after which a gap is graver than it is at ``now``."""
        if self._answer is None or self._answered_at != now:
            self.verdicts(book, now)
        return self._due

    def gaps(self, book: RuleBook) -> list[Gap]:
        """The lowest gaps, with the events at both ends."""
        if self._gaps is None:
            emitter = self.subject.partition(":")[2]
            if self._start is None:
                party = book.reference.party(emitter)
                self._start = party.first_number if party is not None else 1
            every = list(islice(self.ranges.gaps(self._start), MOST_TOLD + 1))
            standing = self._highest_standing() if every else -1
            missing = [gap for gap in every if gap[1] < standing]
            self._is_hiding = len(missing) < len(every)
            self._gaps = [
                Gap(emitter, first, last, self._first_use(first - 1), self._after(last))
                for first, last in missing[:MOST_TOLD]
            ]
            self._horizon = missing[MOST_TOLD][1] if len(missing) > MOST_TOLD else None
            if self._horizon is not None:
                self._gaps[-1] = self._gaps[-1]._replace(more=True)
        return self._gaps

    def _highest_standing(self) -> int:
        """The highest number of an event that was not taken back; -1 if all were.

        A number that was mistyped, and taken back, does not make all the numbers below it missing.
        """
        number = -1
        for number in islice(self.ranges.downwards(), MOST_TAKEN_BACK):
            if not all(use.declared for use in contents(self.uses.of(number)).values()):
                return number
        return number if len(self.ranges) and number > self.ranges.lowest[0] else -1

    def _first_use(self, number: int) -> Use | None:
        return min(contents(self.uses.of(number)).values(), key=lambda use: use.precedence, default=None)

    def _after(self, last: int) -> Use:
        found = self._first_use(last + 1)
        assert found is not None, "a gap ends where a number was used"
        return found


class RememberedUses:
    """``Uses`` in memory."""

    __slots__ = ("_first", "_further")

    def __init__(self) -> None:
        """No number was used."""
        self._first: dict[int, Use] = {}
        self._further: dict[int, list[Use]] = {}

    def of(self, number: int) -> list[Use]:
        """What was added under ``number``."""
        first = self._first.get(number)
        return [] if first is None else [first, *self._further.get(number, ())]

    def add(self, use: Use) -> None:
        """Keep one more use."""
        if self._first.setdefault(use[0], use) is not use:
            self._further.setdefault(use.number, []).append(use)
