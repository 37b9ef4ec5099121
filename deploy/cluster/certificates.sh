#!/bin/sh
# Makes the TLS files of a cluster: an authority of its own, and a certificate for its members.
#
#     deploy/cluster/certificates.sh FOLDER HOST...
#
# HOST is a name or an address of each machine with a scheduler or nodes; this machine is among them anyway. The files:
# ca.pem, cert.pem and key.pem for --tls-ca, --tls-cert and --tls-key of every member, and ca-key.pem, which no member
# needs: keep it apart, or remove it. They hold for a year, or DAYS days. Who has key.pem can run programs on all nodes.
set -eu
umask 077
[ $# -ge 1 ] || { echo "usage: $0 FOLDER HOST..." >&2; exit 2; }
folder=$1
shift
command -v openssl >/dev/null || { echo "openssl is missing; install it" >&2; exit 1; }
mkdir -p "$folder"
cd "$folder"
for name in ca.pem ca-key.pem cert.pem key.pem; do
  [ ! -e "$name" ] || { echo "$folder/$name: is there already; move it away to make another" >&2; exit 1; }
done

names="DNS:localhost,IP:127.0.0.1,IP:::1"
for host in "$@"; do
  case $host in
    *[!0-9.]*) case $host in *:*) names="$names,IP:$host" ;; *) names="$names,DNS:$host" ;; esac ;;
    *) names="$names,IP:$host" ;;
  esac
done

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "${DAYS:-365}" -keyout ca-key.pem -out ca.pem \
  -subj "/CN=depeche cluster" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.pem \
  -subj "/CN=depeche cluster member" 2>/dev/null
printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names" > extensions.txt
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days "${DAYS:-365}" -out cert.pem \
  -extfile extensions.txt 2>/dev/null
rm -f request.pem extensions.txt ca.srl
echo "$folder: ca.pem cert.pem key.pem for each member; ca-key.pem for nobody but you"
