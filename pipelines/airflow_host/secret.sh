#!/bin/sh
# secret.sh NAME BYTES: print a random secret of this installation; the first caller makes it (mode 0600).
# airflow.cfg calls it, so that all Airflow processes agree, also without the launcher.
set -eu
umask 077
file="${KOE_HOME:-$AIRFLOW_HOME/var}/airflow/secrets/$1"
if [ ! -s "$file" ]; then
    mkdir -p "$(dirname "$file")"
    draft=$(mktemp "$file.XXXXXX")
    head -c "$2" /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_' >"$draft"
    ln "$draft" "$file" 2>/dev/null || true # a link never replaces: of two callers the first wins
    rm -f "$draft"
fi
cat "$file"
