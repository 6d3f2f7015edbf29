package io.stowage.runtime.ec2.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** An instance of the fake. Its state follows from the instants of what has happened to it, and from the time. */
final class FakeInstance {

    static final Duration BOOT = Duration.ofSeconds(20);
    static final Duration SHUTTING_DOWN = Duration.ofSeconds(30);
    static final Duration REMEMBERED = Duration.ofHours(1);
    static final Duration TOKEN_REMEMBERED = Duration.ofHours(24);
    static final Duration NOTICE = Duration.ofMinutes(2);

    final String id;
    final String clientToken;
    final String type;
    final String zone;
    final String subnet;
    final String imageId;
    final String address;
    final String spotRequestId;
    final Instant launchedAt;
    final Map<String, String> tags;
    /** What it was launched by, for tests to look at. */
    final Map<String, String> parameters;

    Instant visibleFrom;
    Instant runsFrom;
    Duration shuttingDown = SHUTTING_DOWN;
    Instant endedAt;
    Instant noticedAt;
    String end = "";

    FakeInstance(
            String id,
            FakeLaunch launch,
            String subnet,
            String address,
            String spotRequestId,
            Instant launchedAt,
            Map<String, String> parameters) {
        this.id = id;
        this.clientToken = launch.clientToken();
        this.type = launch.type();
        this.zone = launch.zone();
        this.imageId = launch.imageId();
        this.tags = new TreeMap<>(launch.tags());
        this.subnet = subnet;
        this.address = address;
        this.spotRequestId = spotRequestId;
        this.launchedAt = launchedAt;
        this.parameters = Map.copyOf(parameters);
        this.visibleFrom = launchedAt;
        this.runsFrom = launchedAt.plus(BOOT);
    }

    boolean isSpot() {
        return spotRequestId != null;
    }

    boolean isAlive(Instant now) {
        return endedAt == null || now.isBefore(endedAt);
    }

    boolean isVisible(Instant now) {
        return !now.isBefore(visibleFrom) && (endedAt == null || now.isBefore(endedAt.plus(REMEMBERED)));
    }

    String state(Instant now) {
        if (isAlive(now)) {
            return now.isBefore(runsFrom) ? "pending" : "running";
        }
        return isTerminated(now) ? "terminated" : "shutting-down";
    }

    boolean isTerminated(Instant now) {
        return !isAlive(now) && !now.isBefore(endedAt.plus(shuttingDown));
    }

    FakeMachine toMachine(Instant now) {
        return new FakeMachine(id, type, address, state(now), launchedAt, endedAt);
    }

    static int code(String state) {
        return switch (state) {
            case "pending" -> 0;
            case "running" -> 16;
            case "shutting-down" -> 32;
            default -> 48;
        };
    }

    /** Without effect on what is over. */
    void end(Instant now, String why) {
        if (endedAt == null) {
            endedAt = now;
            end = why;
        }
    }

    /** A notice that has run out. */
    void settle(Instant now) {
        if (noticedAt != null && !now.isBefore(noticedAt.plus(NOTICE))) {
            end(noticedAt.plus(NOTICE), "instance-terminated-no-capacity");
        }
    }

    String spotState(Instant now) {
        return isAlive(now) ? "active" : "closed";
    }

    String spotStatus(Instant now) {
        if (!isAlive(now)) {
            return end;
        }
        return noticedAt == null ? "fulfilled" : "marked-for-termination";
    }
}
