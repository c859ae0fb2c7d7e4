#!/usr/bin/env bash
# Installs a tool from crates.io into a folder of its own, built quickly rather than to run fast.
#   scripts/install.sh CRATE VERSION FOLDER HOW_LONG [OPTION…]
set -euo pipefail

crate=$1 version=$2 folder=$3 how_long=$4
shift 4

echo "snug: installing $crate $version into $folder: once, about $how_long …" >&2

# The crate's own release profile would optimise for hours of use; ours runs for seconds.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=false
# Neither where the caller builds nor what it passes to its compiler is the tool's business.
unset CARGO_TARGET_DIR RUSTFLAGS

# From outside the workspace, so that nothing of it has a say; beside the other tools, moved there when it is whole.
cd /
rm -rf "$folder.new"
cargo install --locked --root "$folder.new" --version "$version" "$@" "$crate"
rm -rf "$folder"
mv "$folder.new" "$folder"
