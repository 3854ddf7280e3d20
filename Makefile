# The menu. `make run` opens the office on the example programme; `make test` runs every test.

# Where the reference data are; every test is told the whole path, whatever folder it runs in.
GANGMU_SHARED ?= ../shared
override GANGMU_SHARED := $(abspath $(GANGMU_SHARED))
export GANGMU_SHARED

.PHONY: run release test lint test-long schemathesis bench bench-index bench-office bench-deadline recall fuzz browser

# One selection and one profile everywhere: another one would build the dependencies anew.
BUILT := $(or $(CARGO_TARGET_DIR),target)/debug/gangmu

# The style sheet and the script of the pages are built before the program that holds them.
UI := crates/web/ui
SCRIPT := $(UI)/dist/entry-grid.js
$(SCRIPT): $(UI)/package-lock.json $(UI)/vite.config.ts $(shell find $(UI)/src -type f)
	cd $(UI) && npm ci --no-audit --no-fund && npm run build
	touch $@

# An office with the example programme, a year of it behind, on http://127.0.0.1:8080.
run: $(SCRIPT)
	cargo build --workspace --all-targets
	$(BUILT) demo examples/city --data demo
	$(BUILT) serve --data demo

# The program alone, made for use: docs/guide/operate.md says how to run an office with it.
release: $(SCRIPT)
	cargo build --release --workspace

# What the tests in a browser need: Debian's Chromium, and two packages.
browser: tests/browser/node_modules/.package-lock.json
	@command -v $${GANGMU_CHROMIUM:-/usr/bin/chromium} >/dev/null || { apt-get update -q && apt-get install -qy chromium; }
tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	cd tests/browser && npm ci --no-audit --no-fund
	touch $@

test: export GANGMU_REQUIRE_BROWSER := 1
test: $(SCRIPT) browser lint
	cd $(UI) && npm test
	cargo test --workspace --all-targets
	bash tests/postgres.sh sh -c 'cargo test --workspace --test office && cargo test --workspace --test product by_the_interface_alone'
	cargo test --workspace --doc
	cargo test --release -p gangmu-num -p gangmu-index -- same_bits bits_of_a_stream
	@test -d "$(GANGMU_SHARED)" || { \
	  echo "skipped, since $(GANGMU_SHARED) is absent (set GANGMU_SHARED to the reference data):"; \
	  cargo test -q --workspace --test product oracle -- --list | sed -n 's/: test$$//p'; }

lint: $(SCRIPT)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

test-long:
	cargo check --manifest-path fuzz/Cargo.toml
	GANGMU_KILL_ROUNDS=500 PROPTEST_CASES=20000 cargo test --workspace --all-targets

# A great many questions to the JSON interface; takes a quarter of an hour.
schemathesis:
	bash tests/schemathesis.sh $(BUILT)

# How many planted flaws `gangmu check` finds, and how many good rows it accuses wrongly.
recall:
	cargo test --workspace --test product oracle_flawed -- --nocapture

bench:
	bash bench/folder.sh

# The index library beside its peers; takes a quarter of an hour, with QUICK=1 some minutes.
bench-index:
	bash bench/index.sh

# An office on 30 million figures, over HTTP; then how it starts. A quarter of an hour, most of it the build and the folder.
bench-office:
	bash bench/office_30m.sh
	NO_BUILD=1 bash bench/office_start.sh

# Deadline day: everybody saves and submits at once, on SQLite and on PostgreSQL; with QUICK=1 some minutes.
bench-deadline:
	bash tests/postgres.sh bash bench/deadline_day.sh

# Needs a nightly compiler and `cargo install cargo-fuzz`; FUZZ_SECONDS each.
FUZZ_SECONDS ?= 900
fuzz:
	bash fuzz/seeds.sh
	for target in $$(cargo +nightly fuzz list); do \
	  cargo +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=20 || exit 1; done
