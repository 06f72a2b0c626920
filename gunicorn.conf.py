"""gunicorn's settings, read from the folder that it is started in."""

# Loaded before workers are made, so that a start that cannot succeed ends with its one line, and is not tried for ever.
preload_app = True
control_socket_disable = True
