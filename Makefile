# Diming 地名. `make` lists the targets.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

TOOLS       := $(CURDIR)/.tools
STATICCHECK := $(TOOLS)/staticcheck-0.8.2
GO_FILES    := $(wildcard $(shell git -c core.quotepath=off ls-files '*.go' '*.sql' '*.html' '*.css' '*.csv' '*.json' 2>/dev/null))
WEB_FILES   := $(wildcard $(shell git -c core.quotepath=off ls-files web 2>/dev/null))
LISTEN      ?= localhost:8080

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: need-run build ## install what is missing, build, and serve the demo on localhost:8080
	bin/diming serve --demo --listen $(LISTEN)

test: need-test build lint ## install what is missing and run every test, real PostGIS and real browser included
	deploy/gotest.sh
	cd web && npm run --silent test
	deploy/e2e.sh
	deploy/https.sh

build: bin/diming ## build bin/diming with the web pages in it

lint: $(STATICCHECK) web/dist/index.html ## gofmt, vet, staticcheck, tidy and the types of the web pages
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
	  if [ -n "$$unformatted" ]; then echo "gofmt these files: $$unformatted"; exit 1; fi
	go mod tidy -diff
	go vet ./...
	$(STATICCHECK) ./...
	cd web && npm run --silent check

bench: need-bench build ## measure; BENCH_DATA=FOLDER names the big files, see docs/operations.md
	BENCH_DATA="$(abspath $(BENCH_DATA))" ONLY='$(ONLY)' deploy/bench.sh

bundle: need-run build ## pack what a server without network needs, for amd64 and arm64, into dist/
	deploy/bundle.sh dist

bundle-test: bundle ## as root: use the bundle in an empty Debian without network
	@deploy/install.sh bundle-test
	deploy/bundle-test.sh dist/diming-*-linux-$$(go env GOARCH).tar.gz

sim: ## simulate field records against every trouble: SEED=1 RECORDS=20000
	go run ./boundaries/inspection/simulate/run -seed $${SEED:-1} -records $${RECORDS:-20000}

fuzz: ## run every fuzz target for a while; FUZZTIME=30s says how long each
	FUZZTIME=$${FUZZTIME:-30s} deploy/fuzz.sh

clean: ## remove what was built, not the data
	rm -rf bin dist web/dist web/node_modules .tools

bin/diming: go.mod go.sum $(GO_FILES) web/dist/index.html
	deploy/fetch.sh go list -deps -test ./... >/dev/null
	go build -o $@ ./cmd/diming

web/node_modules/.done: web/package.json web/package-lock.json
	cd web && ../deploy/fetch.sh npm ci --no-audit --no-fund --loglevel=error
	touch $@

web/dist/index.html: web/node_modules/.done $(WEB_FILES)
	cd web && npm run --silent build
	touch $@

$(STATICCHECK):
	mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) deploy/fetch.sh go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	mv $(TOOLS)/staticcheck $@

need-run:
	@deploy/install.sh run

need-bench:
	@deploy/install.sh bench

need-test:
	@deploy/install.sh test

.PHONY: help run test build lint bench bundle bundle-test sim fuzz clean need-run need-bench need-test
