# The launcher of the process runtime: a constant, run as `/bin/sh launcher.sh serve GROUPS ENTRANCE FOLDER` or
# `/bin/sh launcher.sh run GROUPS ENTRANCE NONCE`. GROUPS is where control groups are, ENTRANCE the file in one that processes enter it by.
#
# Nothing that comes from a task definition is ever part of a script: words are read from a file or a pipe and become positional
# parameters or exported variables, byte for byte. A word is a line with the number of its further lines, and then its lines.
#
# serve: reads requests, a line each, and does with its own children what the containers in a folder need. A request can be for up to four
# starts. For each it forks
#   the helper   which forks the supervisors and is killed by the last of them, so that this loop goes on and they belong to nobody. A
#                shell's own `&` would not do: it makes the child, and whatever that runs, ignore SIGINT and SIGQUIT. Those of one helper are
#                a pipeline, since that is how a shell forks several without it; nothing goes through its pipes.
#   supervisor   records itself, creates the journal (a file that only one process can create: who does has the only run), runs the
#                command, waits for it, ends what is left of its process group, records the exit status and leaves a notice of it. It
#                outlives the engine.
#   command      records itself and then becomes the command, so that a command that runs is a command that is recorded.
# A container's folder has two files: "container", which begins with a nonce and what is to be done, and to which supervisors append
# themselves; and "journal", which only the launcher writes. Lines are appended, one write each; a line without its end was never written.
#
# run: reads one command from standard input and becomes it.
#
# A process is recorded by its id and by a time at which it certainly was there: whoever else gets the id started later. A shell reads byte
# by byte, and each costs a call of the kernel: what a container's command does not have of its own (where control groups are, the
# variables that all have) is not in its file, and the long line of /proc/self/stat is not read where the uptime will do. The command goes
# on reading the file where the supervisor has read the nonce.
#
# Only builtins are used before the command itself is executed. All variables begin with stowage_, which the runtime refuses as the name of
# an environment variable that goes through here.

stowage_newline='
'

stowage_word() {
    IFS= read -r stowage_more || return 1
    IFS= read -r stowage_w || return 1
    while [ "$stowage_more" -gt 0 ]; do
        IFS= read -r stowage_line || return 1
        stowage_w=$stowage_w$stowage_newline$stowage_line
        stowage_more=$((stowage_more - 1))
    done
}

stowage_count() {
    IFS= read -r stowage_n
}

# Leaves the id of this process in stowage_pid, and the directory it works in behind.
stowage_identify() {
    cd -P /proc/self
    stowage_pid=${PWD#/proc/}
}

# Leaves in stowage_now a time, in the clock ticks in which the kernel counts the starts of processes, when this process had started.
stowage_look_at_clock() {
    if [ "$stowage_clock" = uptime ]; then
        read -r stowage_now stowage_x < /proc/uptime
        stowage_now=${stowage_now%.*}${stowage_now#*.}
    else
        # The name in the second column is that of this shell and has no blanks.
        IFS=' ' read -r stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x \
            stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_x stowage_now stowage_x \
            < /proc/self/stat
    fi
}

# A container may be shown an uptime of its own. It began later than the boot, and so this process began later than such an uptime.
stowage_choose_clock() {
    stowage_clock=stat
    stowage_look_at_clock
    stowage_one=$stowage_now
    stowage_clock=uptime
    stowage_look_at_clock
    [ "$stowage_now" -ge "$stowage_one" ] || stowage_clock=stat
}

# Learns from standard input where the control groups are that this process will enter, the working directory, and how many variables follow.
stowage_receive() {
    IFS= read -r stowage_parents && stowage_word || stowage_fail 'its file could not be read'
    stowage_dir=$stowage_w
    stowage_count || stowage_fail 'its file could not be read'
    stowage_vars=$stowage_n
}

# Enters the control groups: at last, since a small share of the processor holds up whoever has still to read. A process that says 0 enters
# by itself, for which the kernel need not stop the forks of all others.
stowage_enter() {
    for stowage_w in $stowage_parents; do
        printf '0\n' > "$stowage_groups/$stowage_w/$stowage_nonce/$stowage_entrance" || stowage_fail 'it could not enter its control group'
    done
}

stowage_fail() {
    printf 'failed %s\n' "$1" >&5
    printf '%s failed\n' "$stowage_id" >&3
    exit 125
}

# The body of the process that becomes the command of a container.
stowage_command() {
    # Nobody may be left to hear that it has started: that is no reason not to.
    trap '' PIPE
    exec 3>&1 5>> journal
    command exec >> stdout.log 2>> stderr.log || stowage_fail 'its log files could not be opened'
    stowage_identify
    stowage_look_at_clock
    stowage_receive
    set --
    while [ "$stowage_n" -gt 0 ] && stowage_word; do
        set -- "$@" "$stowage_w"
        stowage_n=$((stowage_n - 1))
    done
    stowage_count || stowage_fail 'its file could not be read'
    while [ "$stowage_n" -gt 0 ] && stowage_word; do
        set -- "$@" "$stowage_w"
        stowage_n=$((stowage_n - 1))
    done
    if [ -s "$stowage_folder/secrets" ]; then
        command exec < "$stowage_folder/secrets" || stowage_fail 'its secrets could not be opened'
        while stowage_word; do
            set -- "$stowage_w" "$@"
            stowage_vars=$((stowage_vars + 1))
        done
        true >| "$stowage_folder/secrets" || stowage_fail 'its secrets could not be erased'
    fi
    exec < /dev/null
    cd "${stowage_dir:-$stowage_folder/work}" || stowage_fail 'its working directory could not be entered'
    stowage_enter
    printf 'command %s %s\n' "$stowage_pid" "$stowage_now" >&5 || exit 125
    printf '%s started %s %s\n' "$stowage_id" "$stowage_supervisor" "$stowage_pid $stowage_now" >&3
    exec 3>&- 5>&-
    trap - PIPE
    umask 022
    stowage_become "$@"
}

# Becomes the leader of a session and a process group of its own, under its own process id, and then the command.
stowage_become() {
    unset LC_ALL PWD OLDPWD SHLVL
    export "STOWAGE_CONTAINER_ID=$stowage_nonce"
    while [ "$stowage_vars" -gt 0 ]; do
        export "$1"
        shift
        stowage_vars=$((stowage_vars - 1))
    done
    exec /usr/bin/setsid "$@"
}

# The supervisors of containers, each with the number of its request, the nonce and the folder of the container.
stowage_fork() {
    case $# in
        3) ( stowage_last "$@" ) ;;
        6) stowage_supervise "$1" "$2" "$3" | stowage_last "$4" "$5" "$6" ;;
        9) stowage_supervise "$1" "$2" "$3" | stowage_supervise "$4" "$5" "$6" | stowage_last "$7" "$8" "$9" ;;
        12)
            stowage_supervise "$1" "$2" "$3" | stowage_supervise "$4" "$5" "$6" | stowage_supervise "$7" "$8" "$9" |
                stowage_last "${10}" "${11}" "${12}"
            ;;
    esac
}

# All have been forked when the last one is there. The helper is in its own directory of /proc, and so is this process until it has identified
# itself: nobody else can be who has the helper's id.
stowage_last() {
    [ "/proc/$stowage_pid/cwd" -ef . ] && kill -s KILL "$stowage_pid"
    stowage_supervise "$@"
}

stowage_supervise() {
    stowage_id=$1
    stowage_nonce=$2
    stowage_name=$3
    stowage_folder=$stowage_base/$stowage_name
    exec >&4 4>&-
    stowage_identify
    stowage_look_at_clock
    trap : HUP INT QUIT TERM USR1 USR2 ALRM PIPE
    stowage_x=
    cd "$stowage_folder" && command exec < container && IFS= read -r stowage_x
    [ "$stowage_x" = "$stowage_nonce" ] || {
        printf '%s absent\n' "$stowage_id"
        exit 0
    }
    [ ! -f journal ] || {
        printf '%s taken\n' "$stowage_id"
        exit 0
    }
    umask 077
    stowage_supervisor="$stowage_pid $stowage_now"
    printf 'supervisor %s\n' "$stowage_supervisor" >> container || {
        printf '%s refused\n' "$stowage_id"
        exit 0
    }
    set -C
    true > journal || {
        if [ -f journal ]; then printf '%s taken\n' "$stowage_id"; else printf '%s refused\n' "$stowage_id"; fi
        exit 0
    }
    set +C
    ( stowage_command )
    stowage_status=$?
    exec < /dev/null
    stowage_pid=
    while read -r stowage_kind stowage_one stowage_x; do
        [ "$stowage_kind" = command ] && stowage_pid=$stowage_one
    done < journal
    if [ -n "$stowage_pid" ]; then
        kill -s KILL -- "-$stowage_pid"
        printf 'exit %s\n' "$stowage_status" >> journal
    else
        printf '%s failed\n' "$stowage_id"
    fi
    true >| "../.exits/$stowage_name"
    exit 0
}

stowage_serve() {
    cd /
    stowage_choose_clock
    while IFS=' ' read -r stowage_verb stowage_id stowage_one stowage_two; do
        case $stowage_verb in
            start)
                (
                    stowage_identify
                    exec 4>&1
                    # Names of folders have no blanks, and nothing that a shell would take for a pattern.
                    stowage_fork "$stowage_id" "$stowage_one" $stowage_two
                    :
                )
                ;;
            signal)
                # A command has its group an instant after it has recorded itself; until then it is alone.
                if kill -s "$stowage_one" -- "-$stowage_two" || kill -s "$stowage_one" "$stowage_two"; then
                    printf '%s sent\n' "$stowage_id"
                else
                    printf '%s refused\n' "$stowage_id"
                fi
                ;;
            leave)
                printf '%s left\n' "$stowage_id"
                ;;
        esac
    done
}

stowage_run() {
    exec 3> /dev/null 5>&2
    stowage_id=0
    stowage_receive
    set --
    while [ "$stowage_n" -gt 0 ] && stowage_word; do
        set -- "$@" "$stowage_w"
        stowage_n=$((stowage_n - 1))
    done
    while stowage_word; do
        set -- "$@" "$stowage_w"
    done
    stowage_enter
    exec < /dev/null 3>&- 5>&-
    cd "$stowage_dir" || exit 125
    stowage_become "$@"
}

case $1 in
    serve)
        stowage_groups=$2
        stowage_entrance=$3
        stowage_base=$4
        stowage_serve 2> /dev/null
        ;;
    run)
        stowage_groups=$2
        stowage_entrance=$3
        stowage_nonce=$4
        stowage_run
        ;;
esac
