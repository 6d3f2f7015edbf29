package io.stowage.model;

/** The resource that a ulimit bounds. */
public enum UlimitName {
    /** Size of core files, in bytes. */
    CORE("core"),
    /** CPU time, in seconds. */
    CPU("cpu"),
    /** Size of the data segment, in bytes. */
    DATA("data"),
    /** Size of created files, in bytes. */
    FSIZE("fsize"),
    /** Number of file locks. */
    LOCKS("locks"),
    /** Locked memory, in bytes. */
    MEMLOCK("memlock"),
    /** POSIX message queues, in bytes. */
    MSGQUEUE("msgqueue"),
    /** Ceiling of the nice value. */
    NICE("nice"),
    /** Number of open files. */
    NOFILE("nofile"),
    /** Number of processes. */
    NPROC("nproc"),
    /** Resident set, in bytes. */
    RSS("rss"),
    /** Ceiling of the real-time priority. */
    RTPRIO("rtprio"),
    /** Real-time CPU time without a blocking call, in microseconds. */
    RTTIME("rttime"),
    /** Number of pending signals. */
    SIGPENDING("sigpending"),
    /** Size of the stack, in bytes. */
    STACK("stack");

    private final String value;

    UlimitName(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
