package io.stowage.core.agent;

import io.stowage.core.world.World;
import io.stowage.spi.ReportsHealth;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Supervises the tasks of one container instance.
 *
 * <p>An actor: what it knows is confined to its strand, and what could block is called on its lanes. It acts on nothing but orders. The
 * first manifest and the first complete list of the host's containers bring order and evidence together: what runs is adopted as it is,
 * what is missing is started, what no order speaks of is asked about. From then on each order, each outcome of a call, each list and
 * each due time leads to the same three steps for the task that it is about: take the evidence ({@link KnownTask}), decide
 * ({@link TaskDecider}), act ({@link TaskCalls}).
 *
 * <p>Thread-safe; no method blocks.
 */
public final class Agent implements AttachedAgent {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    private final World world;
    private final AgentSetup setup;
    private final ControlPlane controlPlane;
    private final AgentStrand strand;
    private final Outbox outbox;
    private final Supervisor supervisor;
    private final Link link;
    private final CompletableFuture<RuntimeDescription> description = new CompletableFuture<>();

    private final Map<String, TaskOrder> waiting = new LinkedHashMap<>();
    private @Nullable Set<String> manifest;
    private boolean listed;
    /** Whether the instance was deregistered. */
    private boolean cleaning;

    private long cleanFrom;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private List<AgentWord.Question> asked = List.of();
    private long askedAt;

    /**
     * Begins to connect with the host.
     *
     * @param licence asked before each call with an effect
     */
    public Agent(World world, AgentSetup setup, Licence licence, ControlPlane controlPlane) {
        this.world = world;
        this.setup = setup;
        this.controlPlane = controlPlane;
        String id = setup.containerInstanceId();
        this.strand = new AgentStrand(world.strand("agent-" + id), this::flush);
        this.outbox = new Outbox(world, strand, reports -> controlPlane.reports(id, reports));
        Ticks ticks = new Ticks();
        RuntimeCalls calls = new RuntimeCalls(strand, world, setup, licence);
        this.link = new Link(world, strand, setup, calls, ticks, new Host());
        this.supervisor = new Supervisor(
                world,
                strand,
                new TaskCalls(world, calls, ticks),
                outbox,
                new Strangers(calls),
                setup.settings(),
                new Supervisor.Bounds(licence, link::confirm, link::confirmAfresh));
        strand.execute(link::connect);
    }

    /** Gives orders for all tasks of the instance. What they leave out is asked about, and nothing is stopped by being left out. */
    @Override
    public void manifest(List<TaskOrder> orders) {
        List<TaskOrder> all = List.copyOf(orders);
        strand.execute(() -> {
            if (cleaning) {
                return;
            }
            Set<String> taskIds = new LinkedHashSet<>();
            all.forEach(order -> taskIds.add(order.taskId()));
            manifest = taskIds;
            take(all);
            if (listed) {
                supervisor.manifest(taskIds);
                ask();
            }
        });
    }

    /** Gives orders that are new or have changed. */
    @Override
    public void orders(List<TaskOrder> orders) {
        List<TaskOrder> changed = List.copyOf(orders);
        strand.execute(() -> take(changed));
    }

    /** Says which report of each task, by its sequence, is committed. */
    @Override
    public void acknowledge(Map<String, Long> sequences) {
        Map<String, Long> committed = new LinkedHashMap<>(sequences);
        strand.execute(() -> committed.forEach((taskId, sequence) -> {
            TaskReport report = outbox.acknowledge(taskId, sequence);
            if (report != null) {
                supervisor.committed(report);
            }
        }));
    }

    /** Says that there are no such tasks: what the agent has asked about is removed. */
    @Override
    public void confirmUnknown(List<String> taskIds) {
        List<String> unknown = List.copyOf(taskIds);
        strand.execute(() -> unknown.forEach(supervisor::confirmUnknown));
    }

    @Override
    public void cleanUp() {
        strand.execute(() -> {
            if (!cleaning) {
                cleaning = true;
                link.unhurried();
                cleanFrom = world.monotonicNanos()
                        + setup.settings().deadlines().create().toNanos();
                waiting.clear();
                supervisor.disownAll();
            }
        });
    }

    /** A container that is being created may appear yet, until the call that creates it has had its time. */
    private void tellWhenClean() {
        if (cleaning && supervisor.hasNothing() && world.monotonicNanos() - cleanFrom >= 0) {
            controlPlane.clean(setup.containerInstanceId());
        }
    }

    /**
     * What the host is. Completes, on the agent's strand, when it was first reached; exceptionally if it never can be as the instance
     * is registered, or if the agent is closed before.
     */
    public CompletableFuture<RuntimeDescription> description() {
        return description;
    }

    /** Completes, on the agent's strand, once it was closed and its connection to the host is. */
    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    /** Stops acting. Containers go on running. Does not wait; idempotent. */
    @Override
    public void close() {
        strand.execute(() -> {
            strand.close();
            link.close(() -> closed.complete(null));
            description.completeExceptionally(new IllegalStateException("the agent of container instance "
                    + setup.containerInstanceId() + " was closed before it had reached its host"));
        });
    }

    private void flush() {
        outbox.flush();
    }

    /** Takes orders as soon as there are both: all that is wanted, and all that is there. */
    private void take(List<TaskOrder> orders) {
        if (cleaning) {
            return;
        }
        orders.forEach(order -> waiting.put(order.taskId(), order));
        if (manifest != null && listed) {
            List<TaskOrder> ready = List.copyOf(waiting.values());
            waiting.clear();
            ready.forEach(supervisor::order);
        }
    }

    /** Asks about what no order speaks of: at once what is new, the rest again after a while. */
    private void ask() {
        if (manifest == null || cleaning) {
            return;
        }
        List<AgentWord.Question> questions = supervisor.questions();
        long now = world.monotonicNanos();
        if (!questions.isEmpty() && (!questions.equals(asked) || now - askedAt >= ASK_AGAIN_AFTER.toNanos())) {
            askedAt = now;
            controlPlane.ask(setup.containerInstanceId(), questions);
        }
        asked = questions;
    }

    private void tellConnection(boolean connected, String detail) {
        controlPlane.connection(setup.containerInstanceId(), connected, detail);
    }

    private final class Host implements Link.Listener {

        private String version = "";
        private boolean toldUnreachable;

        @Override
        public void connected(Connection connection) {
            version = connection.description().runtimeVersion();
            supervisor.runtimeChecksHealth(connection.runtime() instanceof ReportsHealth);
            if (description.complete(connection.description())) {
                toldUnreachable = false;
                tellConnection(true, version);
            }
        }

        @Override
        public void unreachable(String reason) {
            supervisor.reachable(false);
            if (!toldUnreachable) {
                toldUnreachable = true;
                tellConnection(false, reason);
            }
        }

        @Override
        public void hopeless(IllegalArgumentException reason) {
            unreachable(String.valueOf(reason.getMessage()));
            description.completeExceptionally(reason);
        }

        @Override
        public void listed(Link.Listing listing) {
            supervisor.listed(listing);
            if (toldUnreachable) {
                toldUnreachable = false;
                tellConnection(true, version);
            }
            supervisor.reachable(true);
            if (!listed) {
                listed = true;
                take(List.of());
            }
            ask();
            tellWhenClean();
        }

        @Override
        public void hinted(List<String> containerNames) {
            supervisor.hinted(containerNames);
        }
    }
}
