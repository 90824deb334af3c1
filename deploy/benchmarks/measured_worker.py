"""The worker of production with a journal: ``python -m faust -A deploy.benchmarks.measured_worker worker``."""

from __future__ import annotations

import os
from functools import partial

from deploy.benchmarks.journal import NAME
from deploy.benchmarks.measured import MeasuredWorker
from deploy.settings import Settings
from deploy.worker_app import worker_app

settings = Settings.from_environment(os.environ)
app = worker_app(settings, partial(MeasuredWorker, settings.home / NAME))
