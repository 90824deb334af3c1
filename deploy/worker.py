"""The worker of the distributed flow, for ``faust -A deploy.worker worker --loglevel info``."""

from __future__ import annotations

import os
import sys

from deploy.codes import ERROR
from deploy.settings import Settings
from deploy.worker_app import worker_app
from schemas.errors import ConfigurationError

try:
    app = worker_app(Settings.from_environment(os.environ))
except ConfigurationError as error:  # Faust would show a traceback of many pages
    print(f"worker: {error}", file=sys.stderr)
    sys.exit(ERROR)
