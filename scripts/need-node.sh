#!/usr/bin/env bash
# Sees to it that there is a Node that can run our scripts.
set -euo pipefail

major=$(node --print 'parseInt(process.versions.node)' 2>/dev/null || echo 0)
if [ "$major" -lt 20 ] || ! command -v npm >/dev/null; then
  printf '\nsnug: Node 20 or newer, with npm, is needed.\n' >&2
  exit 1
fi
