package io.stowage.samples.autoscale;

import io.stowage.CapacityPlan;
import io.stowage.samples.Sweeping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * A service grows from nothing to 60 tasks and shrinks to nothing again, on machines that a capacity provider with managed scaling launches and
 * gives back: {@code samples/run autoscale-cluster}, in less than two minutes.
 *
 * <p>The engine, the instance provider of runtime-ec2 with the AWS SDK, the requests over HTTP and the tasks' processes are real. EC2 itself is
 * the fake that the provider is tested with ({@link Cloud}), and this computer plays all of its machines ({@link MachineRuntimes}). Scale-in, for which
 * ECS waits 15 minutes, is configured to begin at once.
 *
 * <p>Tells what happens as it does, then the course of everything, what it would have cost, and in the last line how many tasks and machines there
 * were, how many machines would have been enough, and how many are left. Exits with 0 if that is as it should be.
 */
public final class AutoscaleCluster {

    private static final int MOST_TASKS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cloud cloud;
    private final Site site;
    private final Timeline timeline;

    private AutoscaleCluster(Cloud cloud, Site site, Timeline timeline) {
        this.cloud = cloud;
        this.site = site;
        this.timeline = timeline;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("stowage-autoscale-cluster-").toRealPath();
        System.exit(run(directory).passes(MOST_TASKS) ? 0 : 1);
    }

    private static Verdict run(Path directory) throws Exception {
        try (Cloud cloud = new Cloud()) {
            Site site = new Site(directory, cloud);
            // However it ends: nothing is started any more, and nothing stays.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                site.abandon();
                Sweeping.sweep(directory, site.board()::processes);
            }));
            int optimum;
            try (site;
                    Timeline timeline = new Timeline(() -> site.moment(cloud), site.board()::changed)) {
                optimum = new AutoscaleCluster(cloud, site, timeline).grow();
            }
            return verdict(cloud, site, optimum);
        }
    }

    /** Grows and shrinks. Gives how many machines were needed at most. */
    private int grow() throws InterruptedException {
        site.open(cloud);
        CapacityPlan plan = site.plan(MOST_TASKS);
        System.out.printf(
                Locale.ROOT,
                "%d tasks need %s, for %.4f USD an hour. There is no machine yet.%n",
                MOST_TASKS,
                plan.machinesByType(),
                plan.hourlyPrice());
        timeline.begin();
        for (int tasks : List.of(12, 36, MOST_TASKS)) {
            scale(tasks);
            await("all tasks run", () -> site.board().running() == tasks);
        }
        for (int tasks : List.of(24, 0)) {
            scale(tasks);
            await("the tasks that are too many are over", () -> site.board().present() == tasks);
            await(
                    "the machines that are too many have ended",
                    () -> cloud.left() == site.board().busyInstances()
                            && site.board().present() == tasks);
        }
        System.out.println("\n" + timeline.charts() + "\n");
        return plan.machines().size();
    }

    private void scale(int tasks) {
        timeline.say("The service is to have " + tasks + " tasks.");
        site.scale(tasks);
    }

    /** A moment that was waited for is one of the timeline's, too. */
    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!site.board().await(PATIENCE, condition)) {
            throw new IllegalStateException("This did not come true within " + PATIENCE + ": " + what
                    + ". A task that isn't RUNNING: " + site.board().notRunning());
        }
        timeline.look();
    }

    /** Counted by the cloud, when no engine is there any more that could end what is left. */
    private static Verdict verdict(Cloud cloud, Site site, int optimum) {
        Bill bill = new Bill(cloud.machines(), cloud.prices(), Instant.now());
        System.out.println(bill.text());
        Verdict verdict = new Verdict(site.board().mostRunning(), bill.mostAtOnce(), optimum, cloud.left());
        System.out.println(verdict.json());
        return verdict;
    }
}
