package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Action.Call;
import io.stowage.core.agent.Action.Confirm;
import io.stowage.core.agent.Action.Forget;
import io.stowage.core.agent.Action.Mark;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.PulledImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One task, its decider and a host, without any world: each step is drawn by a number, and after each step what must always hold is
 * checked against what is really there.
 */
final class TaskSimulation {

    private static final TaskDecider.Terms TERMS =
            new TaskDecider.Terms(true, Duration.ofMinutes(3), Duration.ofHours(1));

    private final TaskOrder order;
    private KnownTask task;
    private final Map<String, ContainerState> host = new HashMap<>();
    private final List<Call> pending = new ArrayList<>();
    private final Map<String, Integer> creations = new HashMap<>();
    private final Map<String, ContainerStatus> statuses = new HashMap<>();
    private TaskStatus status = TaskStatus.PENDING;
    private boolean reliable;
    private long nanos;
    private long tick;
    private boolean listWanted;

    TaskSimulation(TaskOrder order) {
        this.order = order;
        this.task = KnownTask.accept(new TaskPlans().of(order), Map.of(), now());
        settle();
    }

    KnownTask task() {
        return task;
    }

    /** From now on every call is answered as it was carried out. */
    void becomeReliable() {
        reliable = true;
    }

    /** Does one thing out of all that could happen. */
    void step(int draw) {
        int kind = draw % 10;
        int detail = draw / 10;
        if (kind < 6 && !pending.isEmpty()) {
            answer(pending.remove(detail % pending.size()), detail);
        } else if (kind == 6) {
            exit(detail);
        } else if (kind == 7) {
            list();
        } else if (kind == 9 && detail % 12 == 0) {
            crash(detail);
        } else if (kind == 8 && detail % 10 == 0) {
            desireStopped();
        } else {
            nanos += Duration.ofMillis(500L * (1 + detail % 20)).toNanos();
        }
        settle();
    }

    /** Another agent takes over. What the first one had under way is carried out or not; the list by which it is taken up may lack containers. */
    private void crash(int draw) {
        for (Call call : pending) {
            if (draw % 2 == 0 && call.verb() != Verb.INSPECT) {
                effect(call, task.container(call.container()));
            }
        }
        pending.clear();
        creations.clear();
        statuses.clear();
        Map<String, ContainerState> found = new HashMap<>();
        host.values().forEach(state -> found.put(state.name(), state));
        found.keySet().removeIf(name -> (draw / 12 + name.hashCode()) % 3 == 0);
        TaskOrder committed = Samples.committed(order, status, HealthStatus.UNKNOWN);
        boolean toStop = task.desiredStatus() == DesiredStatus.STOPPED;
        task = KnownTask.accept(new TaskPlans().of(toStop ? Samples.stopped(committed) : committed), found, now());
    }

    /** Lets everything go well until nothing is left to do. */
    void runDry() {
        for (int i = 0; i < 500 && !task.isStopped(); i++) {
            while (!pending.isEmpty()) {
                answer(pending.remove(0), 0);
                settle();
            }
            list();
            nanos += Duration.ofSeconds(5).toNanos();
            settle();
        }
    }

    void desireStopped() {
        task.desire(DesiredStatus.STOPPED);
    }

    private Moment now() {
        return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    private void settle() {
        Decision decision;
        int rounds = 0;
        do {
            decision = TaskDecider.decide(task, TERMS, now());
            assertThat(TaskDecider.decide(task, TERMS, now())).isEqualTo(decision);
            decision.actions().forEach(this::act);
            rounds++;
            assertThat(rounds).isLessThan(50);
        } while (decision.hasMarks());
        if (listWanted) {
            list();
        }
        checkWhatMustHold();
    }

    private void act(Action action) {
        if (action instanceof Call call) {
            KnownContainer container = task.container(call.container());
            checkCall(call, container);
            container.issued(call.verb(), now());
            pending.add(call);
        } else if (action instanceof Confirm) {
            listWanted = true;
        } else if (action instanceof Mark mark && !(mark instanceof Forget)) {
            task.apply(mark, now());
        }
    }

    private void checkCall(Call call, KnownContainer container) {
        boolean exclusive = call.verb() != Verb.PULL && !call.verb().checks();
        if (exclusive) {
            assertThat(container.busy()).as("one call at a time for %s", call).isFalse();
        }
        if (call.verb() == Verb.SIGNAL || call.verb() == Verb.KILL) {
            for (int dependent : container.plan().dependents()) {
                assertThat(runs(task.container(dependent)))
                        .as("%s before its dependent", call)
                        .isFalse();
            }
        }
    }

    /** The call is carried out or not, and answered or not. */
    private void answer(Call call, int draw) {
        KnownContainer container = task.container(call.container());
        int fate = reliable ? 0 : draw % 8;
        tick++;
        if (call.verb() == Verb.INSPECT) {
            inspect(container, fate);
        } else if (call.verb() == Verb.CHECK_HEALTH) {
            container.run().probe().ended(new CommandResult(fate % 2, ""), now());
        } else if (fate == 1 || (call.verb() == Verb.REMOVE && runs(container))) {
            container.refused(call.verb(), no(), tick, now());
        } else if (fate == 2) {
            container.unanswered(call.verb(), "silence", tick, now());
        } else {
            effect(call, container);
            if (fate == 3) {
                container.unanswered(call.verb(), "lost reply", tick, now());
            } else if (call.verb() == Verb.PULL) {
                container.pulled(new PulledImage(null));
            } else {
                container.done(call.verb(), tick, now());
            }
        }
    }

    private static ContainerRuntimeException no() {
        return ContainerRuntimeException.retryable(Category.ContainerRuntimeError, "not now");
    }

    private void inspect(KnownContainer container, int fate) {
        ContainerState there = host.get(container.name());
        if (fate == 1) {
            container.uninspected("silence", tick, now());
        } else if (there == null) {
            container.inspectedAbsent(tick);
        } else {
            container.inspected(there, tick, now());
        }
    }

    private void effect(Call call, KnownContainer container) {
        String name = container.name();
        ContainerState there = host.get(name);
        switch (call.verb()) {
            case CREATE -> {
                if (there == null) {
                    int created = creations.merge(name + "#" + container.run().number(), 1, Integer::sum);
                    assertThat(created).as("creations of one run of %s", name).isEqualTo(1);
                    host.put(name, state(container, Phase.CREATED, null));
                }
            }
            case START -> {
                if (there != null && there.phase() == Phase.CREATED) {
                    host.put(name, state(container, Phase.RUNNING, null));
                }
            }
            case SIGNAL, KILL -> {
                if (there != null && there.phase() == Phase.RUNNING) {
                    host.put(name, state(container, Phase.EXITED, call.verb() == Verb.KILL ? 137 : 143));
                }
            }
            case REMOVE -> {
                if (there != null && there.phase() != Phase.RUNNING) {
                    host.remove(name);
                }
            }
            default -> {}
        }
    }

    private void exit(int draw) {
        KnownContainer container = task.container(draw % task.containers().size());
        if (runs(container)) {
            host.put(container.name(), state(container, Phase.EXITED, draw % 3));
        }
    }

    private void list() {
        listWanted = false;
        tick++;
        for (KnownContainer container : task.containers()) {
            ContainerState there = host.get(container.name());
            if (there == null) {
                container.unlisted(tick, now());
            } else {
                container.listed(there, tick, now());
            }
        }
    }

    private boolean runs(KnownContainer container) {
        ContainerState there = host.get(container.name());
        return there != null && there.phase() == Phase.RUNNING;
    }

    private ContainerState state(KnownContainer container, Phase phase, Integer exitCode) {
        ContainerState before = host.get(container.name());
        Map<String, String> labels = before == null
                ? ContainerLabels.of(
                        Map.of(),
                        task.taskId(),
                        container.name(),
                        container.run().number(),
                        task.plan().specHash(container.plan(), container.run().number()))
                : before.labels();
        return new ContainerState(
                container.plan().hostName(), labels, "id", phase, exitCode, null, null, null, List.of(), null);
    }

    private void checkWhatMustHold() {
        assertThat(task.status()).as("the status moves forward").isGreaterThanOrEqualTo(status);
        status = task.status();
        for (KnownContainer container : task.containers()) {
            ContainerStatus before = statuses.getOrDefault(container.name(), ContainerStatus.PENDING);
            assertThat(container.status())
                    .as("the status of %s moves forward", container.name())
                    .isGreaterThanOrEqualTo(before);
            statuses.put(container.name(), container.status());
            if (task.isStopped()) {
                ContainerState there = host.get(container.name());
                assertThat(there == null || there.phase() == Phase.EXITED)
                        .as("%s may run although the task is STOPPED", container.name())
                        .isTrue();
                assertThat(pending)
                        .as("calls under way although the task is STOPPED")
                        .noneMatch(call -> call.verb() == Verb.CREATE || call.verb() == Verb.START);
            }
        }
    }
}
