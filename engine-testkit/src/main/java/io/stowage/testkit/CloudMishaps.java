package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Everything that can go wrong with a cloud. */
final class CloudMishaps {

    private static final Duration LONGEST_LAG = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KINDS = 9;
    /** Whoever runs into a limit asks rarely for a while: with many of them next to nothing would be launched. */
    private static final int LIMITS_ONE_IN = 4;

    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(1);
    private static final int MOST_STRANGERS = 20;

    private final Simulation simulation;
    private final SimulatedCloud cloud;
    private int strangers;
    private boolean over;

    CloudMishaps(Simulation simulation, SimulatedCloud cloud) {
        this.simulation = simulation;
        this.cloud = cloud;
    }

    /** Something goes wrong. */
    void strike(SimulationRandom random) {
        switch ((int) random.below(KINDS)) {
            case 0 -> cloud.faults(faults(random));
            case 1 -> storm(random);
            case 2 -> cloud.denyAccess(between(Spans.SHORT, LONGEST, random));
            case 3 -> cloud.noCapacity("", "zone-a", List.of(Purchase.values()), HOUR);
            case 4 -> cloud.noCapacity("", "", List.of(Purchase.SPOT), between(Spans.SHORT, LONGEST, random));
            case 5 -> {
                if (random.below(LIMITS_ONE_IN) == 0) {
                    limit(random);
                }
            }
            case 6 -> any(random, cloud::giveNotice);
            case 7 -> noticeThatIsWithdrawn(random);
            default -> {
                any(random, cloud::takeBack);
                stranger(random);
            }
        }
    }

    private static CloudFaults faults(SimulationRandom random) {
        return CloudFaults.NONE
                .withLostReplies((int) random.below(300_000))
                .withFailingCalls((int) random.below(300_000))
                .withDescribeLag(between(Duration.ZERO, LONGEST_LAG, random))
                .withSlowEnding(between(Duration.ZERO, LONGEST_LAG, random))
                .withDuds((int) random.below(200_000), (int) random.below(200_000));
    }

    /** Half of all calls are throttled. */
    private void storm(SimulationRandom random) {
        cloud.faults(CloudFaults.NONE.withFailingCalls(500_000).withLostReplies(100_000));
        later(between(Spans.SHORT, LONGEST, random), () -> cloud.faults(faults(random)));
    }

    /** The account has no more machines than are there now, or a few more: of several that are asked for, some are launched. */
    private void limit(SimulationRandom random) {
        cloud.limit(cloud.alive().size() + (int) random.below(10));
        later(between(Spans.SHORT, LONGEST_LIMIT, random), () -> cloud.limit(Integer.MAX_VALUE));
    }

    private void noticeThatIsWithdrawn(SimulationRandom random) {
        any(random, id -> {
            cloud.giveNotice(id);
            later(between(Duration.ZERO, SimulatedCloud.NOTICE, random), () -> {
                if (cloud.machine(id).endsAt() == null) {
                    cloud.withdrawNotice(id);
                }
            });
        });
    }

    /** Somebody else has a machine that looks like one of ours, but is of another cluster. */
    private void stranger(SimulationRandom random) {
        SimulatedMachine like = random.choose(cloud.alive(), SimulatedMachine::id);
        if (like != null && strangers < MOST_STRANGERS) {
            strangers++;
            Map<String, String> tags = new TreeMap<>(like.tags());
            tags.replace("stowage:cluster", tags.get("stowage:cluster") + "2");
            cloud.addStranger(tags);
        }
    }

    private void any(SimulationRandom random, Consumer<String> deed) {
        SimulatedMachine machine = random.choose(cloud.alive(), SimulatedMachine::id);
        if (machine != null) {
            deed.accept(machine.id());
        }
    }

    private void later(Duration delay, Runnable deed) {
        simulation.schedule(delay, "cloud", () -> {
            if (!over) {
                deed.run();
            }
        });
    }

    /** The cloud does what it is asked from now on. What it has said it will take back it does, and machines of no use that are there stay so. */
    void heal() {
        over = true;
        cloud.faults(CloudFaults.NONE);
        cloud.capacityAgain();
        cloud.limit(Integer.MAX_VALUE);
    }
}
