package io.stowage.testkit.fault;

/** What a fault strikes. */
public enum Component {
    /** The engine's loops, and the agents. */
    ENGINE,
    /** The lease of a partition: taking and keeping it. */
    LEASE,
    /** Reading and writing the state. */
    STORE,
    /** The runtime of a host, and what it runs. */
    RUNTIME,
    /** Health checks. */
    HEALTH,
    /** What the host application gives: listeners, authorizer, policy, secrets. */
    HOST_APPLICATION;

    /** What a call is about, by the name of its lane. */
    public static Component ofLane(String lane) {
        if (lane.equals("store") || lane.equals("states")) {
            return STORE;
        }
        if (lane.equals("listener")) {
            return HOST_APPLICATION;
        }
        return lane.endsWith("-health") ? HEALTH : RUNTIME;
    }
}
