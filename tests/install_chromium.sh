#!/bin/sh
# A Chromium for the browser tests: the one that is here, Debian's package where it may be installed, or Playwright's own.
set -eu
command -v chromium >/dev/null && exit 0
if command -v apt-get >/dev/null; then
    if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root=none; fi
    if [ "$as_root" != none ] && $as_root apt-get update -qq && $as_root apt-get install -y -qq chromium; then
        exit 0
    fi
fi
exec "$1" install chromium
