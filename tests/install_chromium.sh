#!/bin/sh
# A Chromium that Playwright can start: the one that is here, Debian's package where it may be installed, or Playwright's
# own. Who may not install what is missing is told what to ask for, before any test runs.
set -eu
bin=$1
as_root=$([ "$(id -u)" = 0 ] || echo sudo -n)

missing() {
    command -v chromium >/dev/null || echo chromium
    "$bin/playwright" --version >/dev/null 2>&1 || echo libatomic1 # Playwright's own node is linked to it
}

packages=$(missing | xargs)
debian=$(command -v apt-get || true)
if [ -n "$packages" ] && [ -n "$debian" ] && $as_root true 2>/dev/null; then
    # shellcheck disable=SC2086
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages; } || true
elif [ "$packages" = chromium ]; then
    "$bin/playwright" install chromium >/dev/null 2>&1 || true
fi

reason=$("$bin/python" -m tests.browser.chromium 2>&1) && exit 0
packages=$(missing | xargs)
if [ -n "$packages" ] && [ -n "$debian" ]; then
    printf '\nThe browser tests need Debian packages that are missing here and could not be installed.\n'
    printf 'Have root run this, then try again:\n\n    apt-get install %s\n\n' "$packages"
else
    printf 'Chromium does not start:\n%s\n' "$reason"
fi >&2
exit 1
