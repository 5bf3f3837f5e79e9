#!/usr/bin/env bash
# The committed description of the API is the one that the routes make.
set -uo pipefail
cd "$(dirname "$0")/.."
if build/release/souk openapi | cmp -s - docs/openapi.json; then
  echo "openapi: 1 passed, 0 failed"
else
  echo "docs/openapi.json is not what the routes say: run  build/release/souk openapi > docs/openapi.json"
  echo "openapi: 0 passed, 1 failed"; exit 1
fi
