# Runs one child process and ends it when the launcher is gone.
#
# usage: bash -c "$(cat guard.sh)" guard LOG DELAY GRACE command [argument...]
#   LOG    file that receives the child's output
#   DELAY  seconds between the launcher's death and the child's SIGTERM
#   GRACE  seconds between SIGTERM and SIGKILL
# Standard input is a pipe that the launcher never writes to: its end is the launcher's death, however it died.
# Standard output gets one line, the child's pid. The exit status is the child's.
# Plain enough for the bash 3.2 of macOS; no prctl, no setpriv.
set -u
trap '' INT HUP # a Ctrl-C is the launcher's to handle, in order
log=$1 delay=$2 grace=$3
shift 3
exec 3<&0 4>&1 </dev/null >>"$log" 2>&1

set -m # a process group of its own: the terminal's Ctrl-C must not reach the child either
"$@" 3<&- 4>&- &
child=$!
set +m

(
  while IFS= read -r _ <&3; do :; done
  sleep "$delay"
  kill -TERM "$child"
  kill -CONT "$child"
  tenths=$((grace * 10))
  while [ "$tenths" -gt 0 ] && kill -0 "$child"; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
  kill -KILL -- "-$child"
) 2>/dev/null 4>&- &
watcher=$!
exec 3<&-
echo "$child" >&4 # only now: a caller that has the pid can rely on the watcher
exec 4>&-

wait "$child"
status=$?
exec 2>/dev/null # bash would report the watcher's end
kill -KILL "$watcher"
kill -KILL -- "-$child" # everything that it started and left behind
exit "$status"
