#!/bin/sh
# Whether everything that is pinned has a wheel, for each system and Python that docs/installing.md promises.
# Nothing is installed. Needs uv; `make wheels` brings it. Ends with 1 where one is missing.
set -u
uv=$(command -v "${UV:-uv}") || { echo "uv is not here: pip install uv" >&2; exit 1; }
case $uv in /*) ;; *) uv=$PWD/$uv ;; esac
cd "$(dirname "$0")" || exit 1
none=$(mktemp -d)
trap 'rm -rf "$none"' EXIT
missing=0
look() { # the lock, the system as uv names it, versions of Python
    lock=$1 system=$2
    shift 2
    for python in "$@"; do
        if said=$("$uv" pip install --quiet --dry-run --target "$none" --python-platform "$system" --python-version "$python" \
            --only-binary :all: --require-hashes -r "$lock" 2>&1); then
            echo "$lock $system $python: all wheels are there"
        else
            echo "$lock $system $python: $said"
            missing=1
        fi
    done
}
look run.txt x86_64-manylinux_2_28 3.11 3.12 3.13 3.14
look run.txt aarch64-manylinux_2_28 3.11 3.12 3.13 3.14
look run.txt x86_64-pc-windows-msvc 3.11 3.12 3.13 3.14
export MACOSX_DEPLOYMENT_TARGET=14.0
look run.txt aarch64-apple-darwin 3.11 3.12 3.13 3.14
export MACOSX_DEPLOYMENT_TARGET=13.0
look intel-mac.txt x86_64-apple-darwin 3.11 3.12 3.13
exit "$missing"
