#!/usr/bin/env bash
# Sees to it that Rust can compile Snug, for this machine and for the browser.
set -euo pipefail

fail() {
  printf '\nsnug: %s\n' "$@" >&2
  exit 1
}

command -v cargo >/dev/null || fail "Rust is missing. Install it as https://rustup.rs tells, then run make again."
command -v cc >/dev/null || fail "A C compiler is missing. On Debian:  sudo apt-get install build-essential"

wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
found=$(rustc --version | cut -d ' ' -f 2)
oldest=$(printf '%s\n' "$wanted" "$found" | sort --version-sort | head -n 1)
[ "$oldest" = "$wanted" ] || fail "Rust $wanted or newer is needed, and this is $found.  rustup update stable"

target=wasm32-unknown-unknown
if ! [ -d "$(rustc --print target-libdir --target "$target")" ]; then
  command -v rustup >/dev/null || fail "This Rust cannot compile for the browser: it has no target $target. rustup adds it."
  echo "snug: adding the browser's target to Rust …" >&2
  rustup target add "$target"
fi
