# The few targets people expect. None of them is needed to use Catenary: see README.

.PHONY: all build test race bench fuzz lint fmt contracts demo ci clean

all: build test

build: ## one static binary in bin/
	go build -o bin/catenary ./cmd/catenary

test: ## what the README promises
	go test ./...

race:
	go test -race ./...

bench: ## benchmarks of the parts; conditions are printed
	go test -run '^$$' -bench . -benchmem ./messages/... ./lightclient/... ./chains/... ./relayer/...

FUZZTIME ?= 20s
fuzz: ## every fuzz target for FUZZTIME
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

lint:
	test -z "$$(gofmt -l $$(git ls-files '*.go'))"
	go vet ./...
	go tool -modfile=tools/go.mod golangci-lint run

fmt:
	gofmt -w $$(git ls-files '*.go')

contracts: ## Solidity: build, test, and make the committed artifacts anew (needs node)
	$(MAKE) -C chains/evm/contracts

demo:
	go run ./cmd/catenary demo

ci:
	.ci/run

clean:
	rm -rf bin
