"""Time as data: when everything that reached the log before an instant has been routed, the judges are told of it.

Told earlier, a judge that is behind would miss receipts that lie in the log already. One router, the one that has the
first partition of events, tells all partitions of histories; the others' progress it sees in what they committed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from schemas.codec import encode
from schemas.errors import RetryError
from schemas.records import Entry, SubjectBatch, Tick
from schemas.topics import EVENTS, REFERENCE
from stream_processors import telemetry
from stream_processors.outbox import KafkaOutbox

CLOCKS_DIFFER = timedelta(seconds=2)
"""How far the clocks of the brokers, which stamp the records, may be behind ours."""


class Timekeeper:
    """Watches one instant at a time until everything before it has been routed."""

    def __init__(self, clock: Callable[[], datetime], outbox: KafkaOutbox) -> None:
        self._clock, self._outbox = clock, outbox
        self._watched: datetime | None = None

    async def look(self, consumer: AIOKafkaConsumer, partitions: int) -> datetime | None:
        """Tell the judges of the watched instant if it is due; None when it is not, or is not ours to tell.

        Raises ``RetryError`` when the brokers do not answer.
        """
        places = [TopicPartition(EVENTS.name, number) for number in consumer.partitions_for_topic(EVENTS.name) or ()]
        if not places or min(places) not in consumer.assignment():
            self._watched = None
            return None
        if self._watched is None:
            self._watched = self._clock() - CLOCKS_DIFFER
        try:
            stated = consumer.partitions_for_topic(REFERENCE.name) or ()
            places += [TopicPartition(REFERENCE.name, number) for number in stated]
            if not await _is_routed(consumer, places, self._watched):
                return None
        except KafkaError as error:
            raise RetryError(f"asking how far {EVENTS.name} is routed: {error!r}; look at the brokers") from error
        instant, self._watched = self._watched, None
        entry = Entry(self._clock(), encode(Tick(instant)))
        await self._outbox.send_routed([(number, SubjectBatch((entry,))) for number in range(partitions)], [])
        telemetry.TICKS.inc()
        telemetry.TICKED.set(instant.timestamp())
        return instant


async def _is_routed(consumer: AIOKafkaConsumer, places: list[TopicPartition], instant: datetime) -> bool:
    """Whether all that was stamped before ``instant`` is committed by the routers."""
    ends = await consumer.end_offsets(places)  # asked first: what comes later is stamped later
    stamp = int(instant.timestamp() * 1000)
    found = await consumer.offsets_for_times(dict.fromkeys(places, stamp))
    for place in places:
        first_after = found.get(place)
        wanted = ends[place] if first_after is None else first_after.offset
        if wanted > 0 and (await consumer.committed(place) or 0) < wanted:
            return False
    return True
