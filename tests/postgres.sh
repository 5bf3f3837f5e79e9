#!/bin/sh
# Starts and stops a throw-away PostgreSQL on a socket in a directory of its own.
#
#     tests/postgres.sh start DIR     makes it, prints its URL
#     tests/postgres.sh stop DIR      stops it by its pid file; DIR may be removed then
set -eu

usage() {
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

[ $# -eq 2 ] || usage
mkdir -p "$2"
directory=$(cd "$2" && pwd)
tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$tools" ] || { echo "postgres.sh: PostgreSQL is not installed" >&2; exit 1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

start() {
    [ "$(id -u)" -ne 0 ] || chown postgres "$directory"
    if [ ! -d "$directory/data" ]; then
        as_owner "$tools/initdb" --pgdata="$directory/data" --username=souk --auth=trust \
            --encoding=UTF8 --locale=C.UTF-8 >"$directory/initdb.log"
    fi
    as_owner "$tools/pg_ctl" start --wait --silent --pgdata="$directory/data" \
        --log="$directory/server.log" \
        --options="-c listen_addresses= -c unix_socket_directories='$directory' \
                   -c max_connections=200 -c fsync=on"
    echo "postgresql:///postgres?host=$directory&user=souk"
}

stop() {
    [ -f "$directory/data/postmaster.pid" ] || return 0
    as_owner "$tools/pg_ctl" stop --wait --silent --mode=fast --pgdata="$directory/data"
}

case $1 in
start | stop) "$1" ;;
*) usage ;;
esac
