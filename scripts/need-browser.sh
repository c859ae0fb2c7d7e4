#!/usr/bin/env bash
# Sees to it that there is a browser for the tests, and the fonts its pages are measured with.
# CHROMIUM=/path/to/chromium takes another one, as it is.
set -euo pipefail

[ -z "${CHROMIUM:-}" ] || exit 0

missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
[ -d /usr/share/fonts/truetype/liberation ] || missing+=(fonts-liberation)
[ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || missing+=(fonts-noto-color-emoji)
[ "${#missing[@]}" -gt 0 ] || exit 0

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  cat >&2 <<TEXT

snug: the tests need a browser and its fonts. On Debian:

  sudo apt-get update && sudo $install

Elsewhere, install Chromium and run with CHROMIUM=/path/to/chromium.
TEXT
  exit 1
fi

echo "snug: installing the browser for the tests: ${missing[*]} …" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
$install --quiet
