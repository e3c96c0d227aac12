# shellcheck shell=bash disable=SC2154
# The files of the cluster that cluster.sh starts: one relay, HAProxy, and Patroni of each node.

relay_conf() {
  cat <<CONF
global
  nbthread 1
  maxconn 2000
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  # A refused connection is refused at once, as by a host: the default is three attempts in three seconds.
  retries 0
listen pg
  bind 127.0.0.1:$(link_pg "$1")
  server pg 127.0.0.1:$(pg "$1")
listen rest
  bind 127.0.0.1:$(link_rest "$1")
  server rest 127.0.0.1:$(rest "$1")
listen etcd
  bind 127.0.0.1:$(link_etcd "$1")
  server etcd 127.0.0.1:$etcd_port
CONF
}

# What an operator would write. A check takes 1 s; a leader that fails two has its sessions closed, without which a client that
# is connected to it would wait for an answer as long as TCP does.
haproxy_conf() {
  local n
  cat <<CONF
global
  nbthread 1
  maxconn 2000
  stats socket $run/haproxy.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  timeout check 1s
  retries 1
  default-server inter 1s fastinter 500ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
listen leader
  bind 127.0.0.1:$leader_port
  option httpchk OPTIONS /primary
  http-check expect status 200
$(for n in $nodes; do echo "  server node$n 127.0.0.1:$(link_pg "$n") check port $(link_rest "$n")"; done)
listen replicas
  bind 127.0.0.1:$replica_port
  balance leastconn
  option httpchk OPTIONS /replica
  http-check expect status 200
$(for n in $nodes; do echo "  server node$n 127.0.0.1:$(link_pg "$n") check port $(link_rest "$n")"; done)
CONF
}

patroni_conf() {
  cat <<CONF
scope: ha
namespace: /service/
name: node$1
restapi:
  listen: 127.0.0.1:$(rest "$1")
  connect_address: 127.0.0.1:$(link_rest "$1")
# use_proxies: without it Patroni would ask etcd for its addresses, and pass the relay by.
etcd$([ "$etcd_api" = 2 ] || echo 3):
  hosts: [127.0.0.1:$(link_etcd "$1")]
  use_proxies: true
bootstrap:
  dcs:
    ttl: $ttl
    loop_wait: $loop_wait
    retry_timeout: $retry_timeout
    maximum_lag_on_failover: 1048576
    # A PostgreSQL that crashes is replaced at once, and not waited for.
    primary_start_timeout: 0
    master_start_timeout: 0
    synchronous_mode: $sync
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        max_connections: 200
        shared_buffers: 64MB
        max_wal_size: 512MB
        wal_keep_size: 128MB
        wal_level: replica
        hot_standby: 'on'
        max_wal_senders: 10
        max_replication_slots: 10
        wal_receiver_timeout: 5s
        wal_sender_timeout: 5s
        wal_retrieve_retry_interval: 500ms
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
postgresql:
  listen: 127.0.0.1:$(pg "$1")
  connect_address: 127.0.0.1:$(link_pg "$1")
  data_dir: $run/node$1
  bin_dir: $bin
  # The default waits for a spread checkpoint, which may take minutes.
  basebackup: [{checkpoint: fast}]
  pgpass: $run/pgpass$1
  authentication:
    superuser: {username: postgres, password: '$password'}
    replication: {username: replicator, password: '$password'}
    rewind: {username: rewinder, password: '$password'}
  # No socket: the folder of Debian's is not for this user, and the path of one of ours may be too long.
  parameters: {unix_socket_directories: '', log_min_messages: log, log_checkpoints: 'off'}
  pg_hba:
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication replicator 127.0.0.1/32 scram-sha-256
tags: {nofailover: false, noloadbalance: false, clonefrom: false}
CONF
}
