"""gunicorn's settings, read from the folder that it is started in."""

import gc

# Loaded before workers are made, so that a start that cannot succeed ends with its one line, and is not tried for ever.
preload_app = True
control_socket_disable = True

# A dashboard makes tens of thousands of short-lived objects; looking for cycles among them took a fifth of its time.
gc.set_threshold(50_000, 20, 20)


def when_ready(server: object) -> None:
    """What is loaded before the workers are made stays, so that nobody looks through it again."""
    gc.freeze()
