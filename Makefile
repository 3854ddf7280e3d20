# The menu. `make run` does the main job on the example programme; `make test` runs every test.

# Where the reference data are; every test is told the whole path, whatever folder it runs in.
GANGMU_SHARED ?= ../shared
override GANGMU_SHARED := $(abspath $(GANGMU_SHARED))
export GANGMU_SHARED

.PHONY: run test lint test-long bench

run:
	cargo build --workspace --all-targets
	cargo run -q -p gangmu --bin gangmu -- check examples/city
	cargo run -q -p gangmu --bin gangmu -- score examples/city
	cargo run -q -p gangmu --bin gangmu -- explain examples/city --unit YZ03 --item C103

test: lint
	@test -d "$(GANGMU_SHARED)" || echo "note: $(GANGMU_SHARED) is absent: tests that compare with it are skipped and say so"
	cargo test --workspace --all-targets
	cargo test --workspace --doc

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

test-long:
	PROPTEST_CASES=20000 cargo test --workspace --all-targets

bench:
	bash bench/folder.sh
