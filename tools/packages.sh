#!/usr/bin/env bash
# Installs the Debian packages that are missing: `packages.sh build` to build and run,
# `packages.sh test` to test as well. Asks for root only if something is missing.
set -euo pipefail
build="gcc libc6-dev make pkg-config gettext libmicrohttpd-dev libjansson-dev libsqlite3-dev libpq-dev
  libsodium-dev libssl-dev libcurl4-openssl-dev libicu-dev libgd-dev libqrencode-dev libcbor-dev libinih-dev zlib1g-dev
  libzstd-dev libxgboost-dev"
test="$build libcmocka-dev postgresql postgresql-client chromium nodejs clang clang-format clang-tidy libclang-rt-14-dev cppcheck
  curl ca-certificates fonts-noto-core procps util-linux zstd"
case "${1:-build}" in
  build) wanted=$build ;;
  test) wanted=$test; command -v npm >/dev/null || wanted="$wanted npm" ;;
  *) echo "packages.sh build|test" >&2; exit 2 ;;
esac
missing=
for package in $wanted; do
  if [ "$package" = nodejs ] && command -v node >/dev/null; then continue; fi
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "Installing:$missing"
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "souk: these packages are missing and need root:$missing" >&2; exit 1; }
  as_root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
  { echo "souk: apt-get could not install:$missing" >&2; exit 1; }
