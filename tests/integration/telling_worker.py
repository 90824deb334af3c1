"""A worker that dies when lots have told each other something and before it keeps what led to that.

For ``faust -A tests.integration.telling_worker worker``. It dies by kill -9 so many times; the file that
``CARATRACE_TEST_DIED`` names gets a line for each death. What was told is then in the topic, and is told again.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from deploy.worker import app
from stream_processors.outbox import KafkaOutbox
from stream_processors.partition_judge import Applied

DEATHS = 6

_DIED = Path(os.environ["CARATRACE_TEST_DIED"])
_send = KafkaOutbox.send


async def _send_and_die(outbox: KafkaOutbox, applied: Applied) -> None:
    await _send(outbox, applied)
    if applied.told and (not _DIED.exists() or len(_DIED.read_text(encoding="utf-8").splitlines()) < DEATHS):
        with _DIED.open("a", encoding="utf-8") as file:
            file.write("died\n")
        os.kill(os.getpid(), signal.SIGKILL)


KafkaOutbox.send = _send_and_die  # type: ignore[method-assign,assignment]

__all__ = ["app"]
