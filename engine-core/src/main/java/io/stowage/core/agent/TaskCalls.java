package io.stowage.core.agent;

import io.stowage.core.agent.Answer.Done;
import io.stowage.core.agent.Answer.None;
import io.stowage.core.agent.Answer.Refused;
import io.stowage.core.world.World;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.spi.CommandResult;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the calls that were decided for a task, and writes what they bring into what is known of it. */
final class TaskCalls {

    /** Hears that what a call brought is known. */
    interface News {
        void known(boolean anythingNew);
    }

    private final World world;
    private final RuntimeCalls calls;
    private final Ticks ticks;

    TaskCalls(World world, RuntimeCalls calls, Ticks ticks) {
        this.world = world;
        this.calls = calls;
        this.ticks = ticks;
    }

    /**
     * Sends one call.
     *
     * @param hostPorts the host ports that are not to be given out by a CREATE
     * @param afterwards runs when what the call brought is known; is told whether that is anything new about the task
     */
    void send(Verb verb, KnownTask task, KnownContainer container, List<Integer> hostPorts, News afterwards) {
        container.issued(verb, now());
        String name = container.plan().hostName();
        Consumer<Answer<Boolean>> onAnswer = answer -> {
            ended(verb, container, answer);
            afterwards.known(true);
        };
        switch (verb) {
            case PULL -> pull(task, container, afterwards);
            case CREATE ->
                calls.create(task.plan(), container.plan(), container.run().number(), hostPorts, onAnswer);
            case START -> calls.start(name, onAnswer);
            case SIGNAL -> calls.signal(name, stopTimeout(container), onAnswer);
            case KILL -> calls.kill(name, onAnswer);
            case REMOVE -> calls.remove(name, onAnswer);
            case INSPECT -> inspect(container, afterwards);
            case CHECK_HEALTH ->
                check(container, container.plan().definition().healthCheck(), ContainerRun::probe, afterwards);
            case CHECK_READINESS ->
                check(container, container.plan().definition().readinessCheck(), ContainerRun::readiness, afterwards);
        }
    }

    private void pull(KnownTask task, KnownContainer container, News afterwards) {
        task.pullIssued(now());
        calls.pull(container.plan().definition().image(), answer -> {
            if (answer instanceof Done<PulledImage> done) {
                container.pulled(done.value());
            } else {
                notDone(Verb.PULL, container, answer);
            }
            task.pullEnded(now());
            afterwards.known(true);
        });
    }

    private void inspect(KnownContainer container, News afterwards) {
        calls.inspect(container.plan().hostName(), answer -> {
            long tick = ticks.next();
            Observation observation = answer instanceof Done<Observation> done && done.value() != null
                    ? done.value()
                    : new Observation.Unknown(Answer.reason(answer));
            if (observation instanceof Observation.Present present) {
                container.inspected(present.state(), tick, now());
            } else if (observation instanceof Observation.Absent) {
                container.inspectedAbsent(tick);
            } else if (observation instanceof Observation.Unknown unknown) {
                container.uninspected(unknown.reason(), tick, now());
            }
            afterwards.known(true);
        });
    }

    /** A result is only good for the run that was checked. */
    private void check(
            KnownContainer container,
            @Nullable HealthCheck check,
            Function<ContainerRun, Probe> checked,
            News afterwards) {
        if (check == null) {
            return;
        }
        Probe probe = checked.apply(container.run());
        Duration timeout = Duration.ofSeconds(check.timeoutOrDefault());
        calls.checkHealth(container.plan().hostName(), probe.command(), timeout, answer -> {
            if (probe == checked.apply(container.run())) {
                HealthStatus before = probe.status();
                if (answer instanceof Done<CommandResult> done && done.value() != null) {
                    probe.ended(done.value(), now());
                } else if (answer instanceof Refused<CommandResult>) {
                    probe.failed(now());
                } else {
                    probe.unanswered(now());
                }
                afterwards.known(probe.status() != before);
            }
        });
    }

    private void ended(Verb verb, KnownContainer container, Answer<Boolean> answer) {
        if (answer instanceof Done<Boolean>) {
            container.done(verb, ticks.next(), now());
        } else {
            notDone(verb, container, answer);
        }
    }

    private void notDone(Verb verb, KnownContainer container, Answer<?> answer) {
        if (answer instanceof Refused<?> refused) {
            container.refused(verb, refused.no(), ticks.next(), now());
        } else if (answer instanceof None<?> none) {
            container.unanswered(verb, none.why(), ticks.next(), now());
        }
    }

    private static Duration stopTimeout(KnownContainer container) {
        return Duration.ofSeconds(container.plan().definition().stopTimeoutOrDefault());
    }

    private Moment now() {
        return new Moment(world.monotonicNanos(), world.now());
    }
}
