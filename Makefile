# The menu. `make run` does the main job on the example programme; `make test` runs every test.

# Where the reference data are; every test is told the whole path, whatever folder it runs in.
GANGMU_SHARED ?= ../shared
override GANGMU_SHARED := $(abspath $(GANGMU_SHARED))
export GANGMU_SHARED

.PHONY: run test lint test-long bench bench-index recall fuzz

# One selection and one profile everywhere: another one would build the dependencies anew.
BUILT := $(or $(CARGO_TARGET_DIR),target)/debug/gangmu

run:
	cargo build --workspace --all-targets
	$(BUILT) check examples/city
	$(BUILT) score examples/city
	$(BUILT) explain examples/city --unit YZ03 --item C103

test: lint
	cargo test --workspace --all-targets
	cargo test --workspace --doc
	cargo test --release -p gangmu-num -p gangmu-index -- same_bits bits_of_a_stream
	@test -d "$(GANGMU_SHARED)" || { \
	  echo "skipped, since $(GANGMU_SHARED) is absent (set GANGMU_SHARED to the reference data):"; \
	  cargo test -q --workspace --test product oracle -- --list | sed -n 's/: test$$//p'; }

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

test-long:
	cargo check --manifest-path fuzz/Cargo.toml
	PROPTEST_CASES=20000 cargo test --workspace --all-targets

# How many planted flaws `gangmu check` finds, and how many good rows it accuses wrongly.
recall:
	cargo test --workspace --test product oracle_flawed -- --nocapture

bench:
	bash bench/folder.sh

# The index library beside its peers; takes a quarter of an hour, with QUICK=1 some minutes.
bench-index:
	bash bench/index.sh

# Needs a nightly compiler and `cargo install cargo-fuzz`; FUZZ_SECONDS each.
FUZZ_SECONDS ?= 900
fuzz:
	bash fuzz/seeds.sh
	for target in $$(cargo +nightly fuzz list); do \
	  cargo +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=20 || exit 1; done
