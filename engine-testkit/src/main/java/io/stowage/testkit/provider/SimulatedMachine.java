package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine as it truly is. What callers see of it may lag behind. */
public final class SimulatedMachine {

    /** How long a machine is STOPPING. */
    static final Duration STOPPING = Duration.ofSeconds(30);
    /** How long a machine that is over can still be described. */
    static final Duration REMEMBERED = Duration.ofHours(1);

    /** Why a machine is over. */
    public enum End {
        ASKED,
        TAKEN_BACK
    }

    private final String id;
    private final LaunchRequest request;
    private final String availabilityZone;
    private final boolean strangers;
    private final Instant launchedAt;
    private final Map<String, String> attributes;
    private Instant visibleFrom;
    private @Nullable Instant runsFrom;
    private @Nullable Instant reachedFrom;
    private @Nullable Instant interruption;
    private @Nullable Instant endsAt;
    private @Nullable End end;
    private boolean hiddenUntilItEnds;
    private boolean began;
    private boolean over;

    SimulatedMachine(
            String id,
            LaunchRequest request,
            String availabilityZone,
            Map<String, String> attributes,
            boolean strangers,
            Instant launchedAt) {
        this.id = id;
        this.request = request;
        this.availabilityZone = availabilityZone;
        this.attributes = attributes;
        this.strangers = strangers;
        this.launchedAt = launchedAt;
        this.visibleFrom = launchedAt;
    }

    public String id() {
        return id;
    }

    /** What it was launched by. */
    public LaunchRequest request() {
        return request;
    }

    public String availabilityZone() {
        return availabilityZone;
    }

    public Map<String, String> tags() {
        return request.tags();
    }

    /** What it has by its type and its place. */
    Map<String, String> attributes() {
        return attributes;
    }

    /** Whether somebody other than the engines launched it. */
    public boolean isStrangers() {
        return strangers;
    }

    public Instant launchedAt() {
        return launchedAt;
    }

    /** When it ends or ended; null as long as nobody wants that. */
    public @Nullable Instant endsAt() {
        return endsAt;
    }

    /** Why it ends or ended; null as long as nobody wants that. */
    public @Nullable End end() {
        return end;
    }

    /** Whether it still costs money. */
    public boolean isAlive(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }

    /** Whether programs run on it. */
    public boolean isRunning(Instant now) {
        return isAlive(now) && runsFrom != null && !now.isBefore(runsFrom);
    }

    MachineState state(Instant now) {
        if (isAlive(now)) {
            return isRunning(now) ? MachineState.RUNNING : MachineState.PENDING;
        }
        return now.isBefore(endedAt().plus(STOPPING)) ? MachineState.STOPPING : MachineState.TERMINATED;
    }

    private Instant endedAt() {
        return endsAt == null ? Instant.MAX : endsAt;
    }

    boolean isReached(Instant now) {
        return isRunning(now) && reachedFrom != null && !now.isBefore(reachedFrom);
    }

    /** Whether a description shows it. */
    boolean isVisible(Instant now) {
        return !now.isBefore(visibleFrom) && !(hiddenUntilItEnds && isAlive(now));
    }

    /** Whether the cloud has forgotten that it ever was. */
    boolean isForgotten(Instant now) {
        return endsAt != null && !now.isBefore(endsAt.plus(REMEMBERED));
    }

    @Nullable
    Instant interruption() {
        return interruption;
    }

    void visibleFrom(Instant instant) {
        visibleFrom = instant;
    }

    /** Null for never. */
    void boots(@Nullable Instant runs, @Nullable Instant reached) {
        runsFrom = runs;
        reachedFrom = reached;
    }

    void interruption(@Nullable Instant instant) {
        interruption = instant;
    }

    /** The first reason stands. */
    void endsAt(Instant instant, End why, boolean hidden) {
        if (endsAt == null || instant.isBefore(endsAt)) {
            endsAt = instant;
            end = why;
        }
        hiddenUntilItEnds |= hidden;
    }

    /** Up to when nothing happens to it by itself. */
    Instant quietUntil() {
        Instant until = endsAt == null ? Instant.MAX : over || !began ? endsAt.plus(REMEMBERED) : endsAt;
        if (!began && runsFrom != null && runsFrom.isBefore(endedAt())) {
            until = runsFrom;
        }
        return endsAt == null && interruption != null && interruption.isBefore(until) ? interruption : until;
    }

    /** True once: when it has begun to run. */
    boolean begins(Instant now) {
        boolean first = !began && isRunning(now);
        began |= first;
        return first;
    }

    /** True once: when what ran has ended. */
    boolean ends(Instant now) {
        boolean first = began && !over && !isAlive(now);
        over |= first;
        return first;
    }

    @Override
    public String toString() {
        return id + " " + request.tags();
    }
}
