"""A worker whose judge is in a group of its own, so that it owns every partition that another worker owns already.

For ``faust -A tests.integration.second_owner worker``, with a folder of stores of its own. A fault that no membership
of Kafka guards against: two judges say the same findings at the same time.
"""

from __future__ import annotations

from stream_processors import faust_app

faust_app.GROUP = "caratrace-judge-that-nobody-knows-of"

from deploy.worker import app  # noqa: E402 - the app takes the name of the group when it is made

__all__ = ["app"]
