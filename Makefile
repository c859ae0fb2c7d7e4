# Snug, from a bare machine to a running chat: `make run`. To a verdict: `make test`.
#
# What is needed beforehand: Rust (by rustup), Node 20 or newer, make and a C compiler. Anything else is installed here,
# once, without touching the system: tools into ~/.cache/snug, npm packages beside the scripts that use them. Only the
# browser for the tests is a package of the system.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

TOOLS  := $(or $(SNUG_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/snug/tools)
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
SNUG   := $(TARGET)/release/snug

# wasm-bindgen only works on what was compiled against its own version, so the lock decides.
BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/^version = "\(.*\)"$$/\1/p;}' Cargo.lock)
BINDGEN := $(TOOLS)/wasm-bindgen-$(BINDGEN_VERSION)/bin/wasm-bindgen
LEPTOS  := $(TOOLS)/cargo-leptos-0.3.10/bin/cargo-leptos
TRUNK   := $(TOOLS)/trunk-0.21.14/bin/trunk
SITE_TOOLS := scripts/node_modules/.package-lock.json
END2END_TOOLS := end2end/node_modules/.package-lock.json

# cargo-leptos, trunk and our own scripts all look for their tools on the path.
export PATH := $(dir $(BINDGEN)):$(dir $(LEPTOS)):$(dir $(TRUNK)):$(CURDIR)/scripts/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)

# What is served from source stands beside a chat that `make run` serves, with data of its own.
WATCH_ADDRESS := 127.0.0.1:3100
BESIDE := LEPTOS_SITE_ADDR=$(WATCH_ADDRESS) SNUG_LISTEN=$(WATCH_ADDRESS) SNUG_DATA=target/watch-data
# Options for the server, as in `make run ARGS="--listen 127.0.0.1:8000"`; `.env` is read as well.
ARGS ?=
READ_ENV := set -a; if [ -f .env ]; then . ./.env; fi; set +a

## Use it

.PHONY: run
run: build ## Build the release and serve the chat, with its data in ./data
	@$(READ_ENV); exec $(SNUG) serve $(ARGS)

.PHONY: build
build: site ## Build the release: one program, target/release/snug
	@cargo build --release --locked --package server --bin snug --features embed

.PHONY: site
site: rust $(BINDGEN) $(SITE_TOOLS) ## Build what browsers load, in target/embed
	@node scripts/site.mjs

## Check it

.PHONY: test
test: rust-tests browser-tests ## Run every test, the browser's too

.PHONY: rust-tests
rust-tests: rust ## Run the tests of the three crates
	@cargo test --workspace --locked -- --skip slows_nobody
	@# A ratio of times, which the other tests beside it would spoil.
	@cargo test --workspace --test it --locked -- --nocapture slows_nobody

.PHONY: browser-tests
browser-tests: build browser $(END2END_TOOLS) ## Run the tests in a browser, against the release
	@cd end2end && SNUG_BIN=$(SNUG) node_modules/.bin/playwright test $(ARGS)

.PHONY: lint
lint: rust $(END2END_TOOLS) ## Check form, lints and types; changes nothing
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo clippy --package app --package frontend --target wasm32-unknown-unknown --features hydrate --target-dir target/front --locked -- -D warnings
	cd end2end && node_modules/.bin/tsc --noEmit

.PHONY: format
format: rust ## Bring the Rust into form
	cargo fmt --all

## Work on it

.PHONY: watch
watch: rust $(LEPTOS) $(BINDGEN) ## Serve from source, at 127.0.0.1:3100; an edit shows at once
	$(READ_ENV); $(BESIDE) cargo leptos watch $(if $(ARGS),-- serve $(ARGS))

.PHONY: trunk
trunk: rust $(TRUNK) $(BINDGEN) $(SITE_TOOLS) ## Serve the interface alone, at 127.0.0.1:8080, beside a running server
	CARGO_TARGET_DIR=target/front trunk serve $(ARGS)

.PHONY: end2end-leptos
end2end-leptos: rust $(LEPTOS) $(BINDGEN) browser $(END2END_TOOLS) ## Run the tests in a browser, against a debug build
	# cargo-leptos ends with success when the compiler fails, so the build goes first.
	cargo leptos build
	$(BESIDE) cargo leptos end-to-end

.PHONY: clean
clean: ## Remove what was built; data and tools stay
	cargo clean
	rm -rf target/embed target/front target/site scripts/node_modules end2end/node_modules

# What the rest stands on

.PHONY: rust
rust:
	@scripts/need-rust.sh

.PHONY: browser
browser:
	@scripts/need-browser.sh

$(BINDGEN):
	@scripts/install.sh wasm-bindgen-cli $(BINDGEN_VERSION) $(TOOLS)/wasm-bindgen-$(BINDGEN_VERSION) "2 minutes"

$(LEPTOS):
	@scripts/install.sh cargo-leptos 0.3.10 $(TOOLS)/cargo-leptos-0.3.10 "10 minutes" --features no_downloads

$(TRUNK):
	@scripts/install.sh trunk 0.21.14 $(TOOLS)/trunk-0.21.14 "5 minutes"

# npm writes this file last.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json %/.npmrc
	@scripts/need-node.sh
	@echo "snug: fetching the npm packages of $*/ …" >&2
	@cd $* && npm ci --no-progress
	@touch $@

.PHONY: help
help:
	@awk 'BEGIN { FS = ":.*## " } \
	  /^## / { printf "\n%s\n", substr($$0, 4) } \
	  /^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
	@echo
