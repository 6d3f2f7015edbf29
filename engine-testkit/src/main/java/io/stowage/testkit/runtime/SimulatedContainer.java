package io.stowage.testkit.runtime;

import io.stowage.core.world.Cancellable;
import io.stowage.model.NetworkBinding;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container as it truly is, whatever an engine knows of it. Its instants are nanoseconds since the beginning of the simulation. */
public final class SimulatedContainer {

    /** The instant of what has not happened. */
    public static final long NEVER = -1;

    private final String host;
    private final ContainerSpec spec;
    private final Registry.Content content;
    private final String runtimeId;
    private final Script script;
    private final long createdAt;
    private Phase phase = Phase.CREATED;
    private long startedAt = NEVER;
    private long finishedAt = NEVER;
    private long removedAt = NEVER;
    private int exitCode;
    private boolean calm;
    private boolean ill;
    /** What was said of its readiness; null if nothing. */
    private @Nullable Boolean ready;

    private boolean foreign;
    private boolean impostor;
    private boolean vanished;
    private List<NetworkBinding> bindings = List.of();
    private @Nullable Cancellable end;
    private final List<Cancellable> pending = new ArrayList<>();
    private @Nullable ContainerState state;

    SimulatedContainer(
            String host,
            ContainerSpec spec,
            Registry.Content content,
            String runtimeId,
            Script script,
            long createdAt) {
        this.host = host;
        this.spec = spec;
        this.content = content;
        this.runtimeId = runtimeId;
        this.script = script;
        this.createdAt = createdAt;
    }

    public String name() {
        return spec.name();
    }

    /** The name of its host. */
    public String host() {
        return host;
    }

    /** Somebody else's: not made by an engine. */
    public boolean isForeign() {
        return foreign;
    }

    /** It is gone because somebody else removed it. */
    public boolean hasVanished() {
        return vanished;
    }

    void vanished() {
        vanished = true;
    }

    /** @param asIfOurs whether it has the name and the labels of one of ours */
    void foreign(boolean asIfOurs) {
        foreign = true;
        impostor = asIfOurs;
    }

    /**
     * Somebody else's that has the name and the labels of one of ours, in its place. Once its task is over nobody can tell that it is not the
     * task's: it may be cleared away then.
     */
    public boolean isImpostor() {
        return impostor;
    }

    /** What a runtime calls it. */
    public String runtimeId() {
        return runtimeId;
    }

    /** The name of its image, even if it was asked for by its digest. */
    public String image() {
        return content.name();
    }

    /** What the image was that it was created of: {@code sha256:} and 64 digits. */
    public String imageDigest() {
        return content.digest();
    }

    public Map<String, String> labels() {
        return spec.labels();
    }

    public ContainerSpec spec() {
        return spec;
    }

    public Phase phase() {
        return phase;
    }

    public boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    public long createdAt() {
        return createdAt;
    }

    public long startedAt() {
        return startedAt;
    }

    public long finishedAt() {
        return finishedAt;
    }

    public long removedAt() {
        return removedAt;
    }

    /** Meaningless while it has not exited. */
    public int exitCode() {
        return exitCode;
    }

    public List<NetworkBinding> bindings() {
        return bindings;
    }

    /** What a runtime sees of it: the same object as long as nothing changes. */
    ContainerState state() {
        ContainerState present = state;
        if (present == null) {
            boolean exited = phase == Phase.EXITED;
            present = new ContainerState(
                    spec.name(),
                    spec.labels(),
                    runtimeId,
                    phase,
                    exited ? exitCode : null,
                    null,
                    instant(startedAt),
                    instant(finishedAt),
                    bindings,
                    null);
            state = present;
        }
        return present;
    }

    /** From now on its health command fails. */
    public void fallIll() {
        ill = true;
    }

    /** From now on its readiness command finds this, as long as the application is well. */
    public void ready(boolean isReady) {
        ready = isReady;
    }

    /** What its readiness command finds. */
    Script.Finding findReady(long now) {
        boolean isReady = ready == null ? script.behaviour().health() != Behaviour.Health.NEVER_READY : ready;
        return isReady ? find(now) : Script.Finding.UNHEALTHY;
    }

    /** What its health command finds. */
    Script.Finding find(long now) {
        if (ill) {
            return Script.Finding.UNHEALTHY;
        }
        Behaviour.Health health = script.behaviour().health();
        boolean flaps = health == Behaviour.Health.FLAPPING || health == Behaviour.Health.ONE_FAMILY;
        return flaps && calm ? Script.Finding.HEALTHY : script.find(now - startedAt);
    }

    /** Whether the disk of its host is full of what it has logged. That is gone when it is removed. */
    boolean fillsDisk(long now) {
        return !calm && startedAt != NEVER && script.hasFilledDisk(now - startedAt);
    }

    /** How long after a start its application is ready. */
    public Duration readyAfter() {
        return script.readyAfter();
    }

    Script script() {
        return script;
    }

    void started(long now, List<NetworkBinding> ports) {
        phase = Phase.RUNNING;
        startedAt = now;
        bindings = ports;
        state = null;
    }

    void exited(long now, int code) {
        phase = Phase.EXITED;
        finishedAt = now;
        exitCode = code;
        state = null;
        forgetPending();
    }

    void removed(long now) {
        removedAt = now;
        forgetPending();
    }

    /**
     * Nothing more happens to it by itself: it doesn't end, unless it is meant to, its health doesn't flap, and its logs are cut. What is ill
     * for good stays so: replacing it is the engine's part.
     */
    void calmDown() {
        calm = true;
        if (end != null && !Applications.isJob(script.behaviour())) {
            end.cancel();
        }
    }

    boolean ignoresStopSignal() {
        return script.behaviour().stop().ignored();
    }

    /** It ends by itself. */
    void endsBy(Cancellable event) {
        end = event;
        pending.add(event);
    }

    /** It ends because it was told to. */
    void stopsBy(Cancellable event) {
        pending.add(event);
    }

    private void forgetPending() {
        pending.forEach(Cancellable::cancel);
        pending.clear();
    }

    private static @Nullable Instant instant(long nanos) {
        return nanos == NEVER ? null : Simulation.BEGINNING.plusMillis(nanos / 1_000_000);
    }

    @Override
    public String toString() {
        return name() + " on " + host + " (" + phase + ", image " + image() + ", labels " + labels() + ")";
    }
}
