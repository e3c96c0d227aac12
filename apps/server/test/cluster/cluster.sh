#!/usr/bin/env bash
# A PostgreSQL cluster with automatic failover on one machine, for tests: three nodes of Patroni, etcd and HAProxy, all on
# 127.0.0.1. Run as root. It needs Debian's packages, without the services that they start:
#
#   apt-get install -y --no-install-recommends patroni python3-etcd etcd-server etcd-client haproxy postgresql curl
#
#   cluster.sh up                      starts it (again), prints the URLs
#   cluster.sh leader                  the name of the leader that HAProxy would choose
#   cluster.sh kill-leader [WHAT]      SIGKILL; WHAT: node (default: Patroni and PostgreSQL), postgres, patroni
#   cluster.sh pause-leader [S] [WHAT] SIGSTOP for S seconds (20), then SIGCONT; WHAT as above
#   cluster.sh cut-leader [S]          the network of the leader is silent for S seconds (20): nothing is refused or closed
#   cluster.sh switchover [NODE]       by command, to NODE or to the best replica
#   cluster.sh sync on|off|strict      synchronous_mode
#   cluster.sh start NODE              starts a killed node again; Patroni rewinds it
#   cluster.sh sql TEXT                a statement on the leader
#   cluster.sh down                    stops everything and deletes the data
#
# Network: each node has a relay (a HAProxy of its own) through which others reach its PostgreSQL and its REST API, and
# through which it reaches etcd. A relay that is stopped with SIGSTOP is a cable that was pulled. So that `cut-leader` works,
# a server must use the ports that `up` prints, not the port that PostgreSQL itself listens on.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
run=${HA_RUN:-/tmp/trellis-cluster}   # data, logs, process ids: deleted by `down`
base=${HA_PORT:-54300}                # ports base .. base+69
user=${HA_USER:-postgres}             # PostgreSQL refuses to run as root
password=${HA_PASSWORD:-of-a-test-on-this-machine}
database=${HA_DATABASE:-trellis}
bin=${HA_PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)}
ttl=${HA_TTL:-8}                      # loop_wait + 2 * retry_timeout <= ttl
loop_wait=${HA_LOOP_WAIT:-1}
retry_timeout=${HA_RETRY_TIMEOUT:-3}
sync=${HA_SYNC:-false}
# Patroni 3.0.2, which bookworm has, overwrites the key of a new leader when it wakes up after a pause, if it talks to etcd by
# version 3 (corrected later by patroni/patroni#2689): two leaders, and acknowledged writes of the new one are lost. By version
# 2 it compares first. HA_ETCD_API=3 shows it.
etcd_api=${HA_ETCD_API:-2}
nodes='1 2 3'

etcd_port=$base; etcd_peer=$((base + 1)); leader_port=$((base + 10)); replica_port=$((base + 11))
pg() { echo $((base + 20 + $1)); }         # where PostgreSQL listens
rest() { echo $((base + 30 + $1)); }       # where Patroni listens
link_pg() { echo $((base + 40 + $1)); }    # the same through the relay of the node
link_rest() { echo $((base + 50 + $1)); }
link_etcd() { echo $((base + 60 + $1)); }

die() { echo "cluster.sh: $*" >&2; exit 1; }

# --- processes -------------------------------------------------------------------------------------------------------

# launch NAME COMMAND...: as the unprivileged user, in a session of its own, with LANG fixed (initdb takes the locale of the
# environment) and /usr/bin first (Debian's python3 has the modules, one of pyenv has not).
launch() {
  local name=$1; shift
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$run" LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC \
    HA_RUN="$run" setsid setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --no-new-privs "$@" \
    >>"$run/log/$name.log" 2>&1 </dev/null &
  echo $! >"$run/pid/$name"
}
pid_of() { cat "$run/pid/$1" 2>/dev/null || true; }
# Whether a process is one of ours, and not another that got its number later. The processes of PostgreSQL write their titles
# over their environment: the postmaster is known by its arguments, the others by their parent.
is_ours() {
  [ -n "${1:-}" ] && [ -e "/proc/$1" ] && [ "$(stat -c %U "/proc/$1")" = "$user" ] &&
    grep -qaF -- "$run" "/proc/$1/environ" "/proc/$1/cmdline" 2>/dev/null
}
ours() { if is_ours "${1:-}"; then echo "$1"; fi; }
alive() { is_ours "$(pid_of "$1")"; }
# signal NAME PID...: one call for all, so that none can act on the end of another.
signal() { [ $# = 1 ] || kill "-$1" "${@:2}" 2>/dev/null || true; }
postmaster() { head -1 "$run/node$1/postmaster.pid" 2>/dev/null || true; }
children() { local p=${1:-}; if [ -n "$p" ]; then ps -o pid= --ppid "$p" || true; fi; }
# The processes of a node: Patroni first, so that it cannot restart what is killed next.
pids() { # NODE [node|postgres|patroni]
  local what=${2:-node} pm; pm=$(postmaster "$1")
  case $what in node | patroni) ours "$(pid_of "node$1")" ;; postgres) ;; *) die "what is $what?" ;; esac
  if [ "$what" != patroni ] && is_ours "$pm"; then echo "$pm"; children "$pm"; fi
}
wait_for() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.2; done
}

# shellcheck source=configuration.sh
. "$here/configuration.sh"

# --- questions -------------------------------------------------------------------------------------------------------

has_role() { curl -sf -m 1 -o /dev/null "http://127.0.0.1:$(link_rest "$1")/$2"; }
leader() { local n; for n in $nodes; do if has_role "$n" primary; then echo "$n"; return; fi; done; return 1; }
need_leader() { leader || die 'there is no leader'; }
replicas_stream() { # COUNT
  local n count=0
  for n in $nodes; do if has_role "$n" replica; then count=$((count + 1)); fi; done
  [ "$count" -ge "$1" ]
}
sql() { PGPASSWORD=$password psql -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$leader_port" -U postgres "$@"; }
url() { echo "postgres://trellis:$password@127.0.0.1:$1/$database"; }
patch() { local n; n=$(need_leader); curl -sf -m 5 -X PATCH -d "$1" "http://127.0.0.1:$(link_rest "$n")/config" >/dev/null; }

# --- commands --------------------------------------------------------------------------------------------------------

start_node() {
  if ! alive "link$1"; then launch "link$1" haproxy -db -f "$run/link$1.cfg"; fi
  if ! alive "node$1"; then launch "node$1" /usr/bin/patroni "$run/node$1.yml"; fi
}

up() {
  local n program
  [ "$(id -u)" = 0 ] || die 'run it as root: it changes to an unprivileged user itself'
  for program in "$bin/postgres" /usr/bin/patroni etcd haproxy curl setpriv psql; do
    command -v "$program" >/dev/null || die "$program is missing: $(sed -n 's/^#  *\(apt-get .*\)/\1/p' "${BASH_SOURCE[0]}")"
  done
  mkdir -p "$run/pid" "$run/log"
  for n in $nodes; do
    patroni_conf "$n" >"$run/node$n.yml"; relay_conf "$n" >"$run/link$n.cfg"
  done
  haproxy_conf >"$run/haproxy.cfg"
  chmod 600 "$run"/*.yml
  chown -R "$user" "$run"
  chmod 700 "$run"
  # The user must be able to enter every folder above.
  setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups test -w "$run" || die "$user cannot write to $run"
  if ! alive etcd; then
    launch etcd etcd --name etcd --data-dir "$run/etcd" --log-level warn --unsafe-no-fsync --enable-v2=true \
      --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
      --listen-peer-urls "http://127.0.0.1:$etcd_peer" --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer" \
      --initial-cluster "etcd=http://127.0.0.1:$etcd_peer"
  fi
  wait_for 10 curl -sf -m 1 "http://127.0.0.1:$etcd_port/health" || die "etcd does not start: $run/log/etcd.log"
  if ! alive haproxy; then launch haproxy haproxy -db -f "$run/haproxy.cfg"; fi
  for n in $nodes; do start_node "$n"; done
  wait_for 40 sql -c 'SELECT 1' || die "there is no leader: $run/log/node*.log"
  if [ "$(sql -c "SELECT count(*) FROM pg_roles WHERE rolname = 'trellis'")" = 0 ]; then
    sql -c "CREATE ROLE trellis LOGIN PASSWORD '$password'"
  fi
  if [ "$(sql -c "SELECT count(*) FROM pg_database WHERE datname = '$database'")" = 0 ]; then
    sql -c "CREATE DATABASE $database OWNER trellis"
  fi
  sql -d "$database" -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm' 2>/dev/null
  wait_for 30 replicas_stream 2 || die "the replicas do not start: $run/log/node*.log"
  echo "leader    $(url $leader_port)"
  echo "replicas  $(url $replica_port)"
  for n in $nodes; do echo "node$n     $(url "$(link_pg "$n")")"; done
}

down() {
  local n name left
  [ -d "$run/pid" ] || return 0
  # Killed and not stopped in order: the data is deleted. Patroni first.
  for n in $nodes; do signal KILL $(pids "$n"); done
  for name in haproxy link1 link2 link3 etcd; do signal KILL $(ours "$(pid_of $name)"); done
  # What Patroni had just started, such as pg_rewind, and the relays of a test.
  for n in $(pgrep -u "$user" -f -- "$run" || true); do signal KILL $(ours "$n"); done
  sleep 0.5
  rm -rf "$run"
}

kill_leader() { local n; n=$(need_leader); echo "node$n"; signal KILL $(pids "$n" "${1:-node}"); }

pause_leader() {
  local n list; n=$(need_leader); echo "node$n"
  list=$(pids "$n" "${2:-node}")
  signal STOP $list
  sleep "${1:-20}"
  signal CONT $list
}

cut_leader() {
  local n; n=$(need_leader); echo "node$n"
  signal STOP $(ours "$(pid_of "link$n")")
  sleep "${1:-20}"
  signal CONT $(ours "$(pid_of "link$n")")
}

switchover() {
  local n body; n=$(need_leader)
  body="{\"leader\": \"node$n\"${1:+, \"candidate\": \"$1\"}}"
  curl -s -m 30 -d "$body" "http://127.0.0.1:$(link_rest "$n")/switchover"; echo
}

case ${1:-} in
  up) up ;;
  leader) n=$(need_leader) && echo "node$n" ;;
  down) down ;;
  kill-leader) kill_leader "${2:-}" ;;
  pause-leader) pause_leader "${2:-}" "${3:-}" ;;
  cut-leader) cut_leader "${2:-}" ;;
  switchover) switchover "${2:-}" ;;
  sync)
    case ${2:-} in
      on) patch '{"synchronous_mode": true, "synchronous_mode_strict": null}' ;;
      strict) patch '{"synchronous_mode": true, "synchronous_mode_strict": true}' ;;
      off) patch '{"synchronous_mode": false, "synchronous_mode_strict": null}' ;;
      *) die 'sync on|off|strict' ;;
    esac ;;
  start) start_node "${2#node}" ;;
  sql) sql -d "$database" -c "$2" ;;
  *) sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//'; exit 2 ;;
esac
