package io.stowage.testkit.fault;

import static io.stowage.testkit.fault.Component.ENGINE;
import static io.stowage.testkit.fault.Component.HEALTH;
import static io.stowage.testkit.fault.Component.HOST_APPLICATION;
import static io.stowage.testkit.fault.Component.LEASE;
import static io.stowage.testkit.fault.Component.RUNTIME;
import static io.stowage.testkit.fault.Component.STORE;

import java.util.List;

/** The kinds of faults, and what each of them can strike. */
public enum Fault {
    /** Images that can't be had, containers that end, hang, don't listen to signals, are ill or slow. */
    BAD_APPLICATIONS(RUNTIME, HEALTH),
    /** A host can't be reached for a while. */
    HOST_VANISHES(RUNTIME, HEALTH),
    /** A host goes down and comes back. */
    HOST_REBOOTS(RUNTIME),
    /** The daemon of a host goes down and comes back; its containers live on, or don't. */
    DAEMON_RESTARTS(RUNTIME, HEALTH),
    /** An engine is killed, and started again. */
    ENGINE_CRASHES(ENGINE, LEASE, STORE, RUNTIME, HEALTH),
    /** An engine is ended in good order, and started again. */
    ENGINE_RESTARTS(ENGINE, LEASE),
    /** An engine stands still for up to a minute, while its clocks go on. */
    ENGINE_PAUSES(ENGINE, LEASE, STORE, RUNTIME, HEALTH),
    /** An engine's wall clock is put forward or back, by up to an hour. */
    CLOCK_STEPS(ENGINE, LEASE),
    /** An engine's monotonic clock runs at half to double the speed, from its next start on. */
    CLOCK_DRIFTS(ENGINE, LEASE),
    /** Calls of a runtime are refused, broken off, or hang. */
    CALLS_FAIL(RUNTIME, HEALTH),
    /** All calls of all engines are slow, or their answers get lost. */
    CALLS_SLOW(STORE, RUNTIME, HEALTH),
    /** Calls of the store fail before they have an effect. */
    STORE_FAILS(STORE, LEASE),
    /** Calls of the store have their effect, but the engine does not learn of it. */
    STORE_ANSWERS_LOST(STORE, LEASE),
    /** Calls of the store have no effect, and no answer. */
    STORE_HANGS(STORE, LEASE),
    /** Calls of the store take up to a minute. */
    STORE_SLOW(STORE, LEASE),
    /** The store's feed has not heard of what was committed last. */
    STORE_STALE(STORE),
    /** Somebody else moves the revision of a partition on, again and again. */
    STORE_CONFLICTS(STORE),
    /** The store fails over to a copy that lacks the last commits, leases among them. */
    STORE_FORGETS(STORE, LEASE),
    /** The stored record of a task, a service or a container instance can't be read any more, until somebody mends it. */
    RECORDS_DAMAGED(STORE),
    /** The clock of the database, by which leases run out, is put forward or back by up to a minute. */
    DATABASE_CLOCK_STEPS(LEASE),
    /** An engine and the store don't reach each other, in both directions or in one. */
    STORE_PARTITIONED(STORE, LEASE),
    /** An engine and a host don't reach each other, in both directions or in one. */
    HOST_PARTITIONED(RUNTIME, HEALTH),
    /** The connections of a part of all engines are cut one by one, and restored in another order. */
    SWIZZLE_CLOG(STORE, RUNTIME),
    /** The daemon of a host lists less than there is, or what was there a while ago, or makes up a trouble. */
    LISTS_LIE(RUNTIME),
    /** Containers of a host are gone, as if they never were. */
    CONTAINERS_VANISH(RUNTIME),
    /** What a host tells of changes is lost, doubled, late and out of order; or all of it is missing though the stream is open. */
    EVENTS_UNRELIABLE(RUNTIME),
    /** Somebody stops, kills or removes our containers. */
    FOREIGN_INTERFERENCE(RUNTIME),
    /** Somebody has containers with names or labels like ours. */
    LOOKALIKES(RUNTIME),
    /** Somebody's containers hold host ports that ours want. */
    PORTS_TAKEN(RUNTIME),
    /** Listeners throw or block. */
    LISTENERS_FAIL(HOST_APPLICATION),
    /** The authorizer, the policy and the resolver of secrets throw or block. */
    PORTS_FAIL(HOST_APPLICATION, RUNTIME);

    private final List<Component> components;

    Fault(Component... components) {
        this.components = List.of(components);
    }

    /** What it can strike. */
    public List<Component> components() {
        return components;
    }
}
