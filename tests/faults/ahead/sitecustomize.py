"""libfaketime 0.9.10 refuses an absolute clock_nanosleep, which is what `time.sleep` asks for: a worker under it waits by select."""

import select
import time


def sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


time.sleep = sleep
