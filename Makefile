# Each target is one line that calls a script; the scripts say more at their top.
# Arguments: make test ARGS="-p domain"
.DEFAULT_GOAL := help
.PHONY: help run test tools lint contract contract-check clients schemathesis tripwires crash races bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and serve a demo on http://127.0.0.1:8080 (SQLite under var/)
	@cargo run --package api --bin kes -- demo $(ARGS)

test: ## every test on SQLite and on a throwaway PostgreSQL
	@scripts/test.sh $(ARGS)

tools: ## pinned linters and generators into .tools/, PostgreSQL by apt where root
	@scripts/tools.sh

lint: ## format, clippy, docs, contract, purity of domain, licences, scripts
	@scripts/lint.sh $(ARGS)

contract: ## make openapi/openapi.json anew from the code
	@scripts/contract.sh write

contract-check: ## fail when openapi/openapi.json is not what the code says
	@scripts/contract.sh check

# Slower proofs, each against a running service.

crash: ## kill the service and PostgreSQL N (20) times while 32 clients write; nothing promised is lost
	@scripts/crash.sh $(or $(N),20) $(ARGS)

races: ## the races of tests/tests/races.rs, N (1000) rounds on both databases
	@KES_ROUNDS=$(or $(N),1000) scripts/test.sh --package tests --test e2e races::

clients: ## generate the TypeScript and Python clients, compile them, let them work a first case
	@scripts/clients.sh $(ARGS)

schemathesis: ## throw generated requests at a demo, as one role on one database
	@scripts/schemathesis.sh $(ARGS)

tripwires: ## what must break the build when somebody forgets who may do it
	@scripts/tripwires.sh

bench: ## what a request costs, on both databases, beside PostgreSQL alone (not part of CI)
	@scripts/bench.sh $(ARGS)
