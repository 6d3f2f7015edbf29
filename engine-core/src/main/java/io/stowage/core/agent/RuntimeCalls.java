package io.stowage.core.agent;

import io.stowage.core.agent.AgentSettings.Deadlines;
import io.stowage.core.world.Lane;
import io.stowage.core.world.World;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the runtime on the agent's lanes, each verb with its deadline. Short verbs, pulls and health checks don't wait for each other;
 * an image is pulled once at a time, whoever wants it. What has an effect is done only while the agent's licence holds; looking is free.
 */
final class RuntimeCalls {

    private static final String STOP_SIGNAL = "SIGTERM";
    private static final Duration SHORTEST_SIGNAL = Duration.ofSeconds(1);

    private final AgentStrand strand;
    private final AgentSetup setup;
    private final Licence licence;
    private final Deadlines deadlines;
    private final Lane shortVerbs;
    private final Lane pulls;
    private final Lane healthChecks;
    private final Map<String, List<Consumer<Answer<PulledImage>>>> waitingForImage = new LinkedHashMap<>();
    private @Nullable ContainerRuntime runtime;

    RuntimeCalls(AgentStrand strand, World world, AgentSetup setup, Licence licence) {
        this.strand = strand;
        this.setup = setup;
        this.licence = licence;
        this.deadlines = setup.settings().deadlines();
        AgentSettings.Lanes lanes = setup.settings().lanes();
        String name = "agent-" + setup.containerInstanceId();
        this.shortVerbs = world.lane(name + "-calls", lanes.calls());
        this.pulls = world.lane(name + "-pulls", lanes.pulls());
        this.healthChecks = world.lane(name + "-health", lanes.healthChecks());
    }

    Lane shortVerbs() {
        return shortVerbs;
    }

    /** What is called from now on. */
    void use(ContainerRuntime connected) {
        runtime = connected;
    }

    void pull(String image, Consumer<Answer<PulledImage>> onAnswer) {
        List<Consumer<Answer<PulledImage>>> waiting = waitingForImage.get(image);
        if (waiting != null) {
            waiting.add(onAnswer);
            return;
        }
        waiting = new ArrayList<>();
        waiting.add(onAnswer);
        waitingForImage.put(image, waiting);
        ContainerRuntime target = target();
        strand.call(pulls, deadlines.pull(), licensed(() -> target.pull(image)), answer -> pulled(image, answer));
    }

    private void pulled(String image, Answer<PulledImage> answer) {
        List<Consumer<Answer<PulledImage>>> waiting = waitingForImage.remove(image);
        if (waiting != null) {
            waiting.forEach(one -> one.accept(answer));
        }
    }

    void create(
            TaskPlan task,
            ContainerPlan container,
            int run,
            List<Integer> reservedHostPorts,
            Consumer<Answer<Boolean>> onAnswer) {
        CreateWork work = new CreateWork(setup, target(), task, container, run, reservedHostPorts);
        strand.call(shortVerbs, deadlines.create(), licensed(work), onAnswer);
    }

    void start(String name, Consumer<Answer<Boolean>> onAnswer) {
        verb(deadlines.start(), runtime -> runtime.start(name), onAnswer);
    }

    /** Asks a container to stop. A signal that hangs doesn't delay the kill: it is given no longer than the container is. */
    void signal(String name, Duration stopTimeout, Consumer<Answer<Boolean>> onAnswer) {
        Duration patience = stopTimeout.compareTo(deadlines.control()) < 0 ? stopTimeout : deadlines.control();
        verb(
                patience.compareTo(SHORTEST_SIGNAL) < 0 ? SHORTEST_SIGNAL : patience,
                runtime -> runtime.signal(name, STOP_SIGNAL),
                onAnswer);
    }

    void kill(String name, Consumer<Answer<Boolean>> onAnswer) {
        verb(deadlines.control(), runtime -> runtime.kill(name), onAnswer);
    }

    void remove(String name, Consumer<Answer<Boolean>> onAnswer) {
        verb(deadlines.control(), runtime -> runtime.remove(name), onAnswer);
    }

    void inspect(String name, Consumer<Answer<Observation>> onAnswer) {
        ContainerRuntime target = target();
        strand.call(shortVerbs, deadlines.look(), () -> target.inspect(name), onAnswer);
    }

    void checkHealth(String name, List<String> command, Duration timeout, Consumer<Answer<CommandResult>> onAnswer) {
        ContainerRuntime target = target();
        Callable<CommandResult> work = () -> target.run(name, command, timeout);
        strand.call(healthChecks, timeout.plus(deadlines.look()), work, onAnswer);
    }

    void close() {
        shortVerbs.close();
        pulls.close();
        healthChecks.close();
    }

    private interface VerbOn {
        void call(ContainerRuntime runtime) throws Exception;
    }

    private void verb(Duration deadline, VerbOn verb, Consumer<Answer<Boolean>> onAnswer) {
        ContainerRuntime target = target();
        Callable<Boolean> work = () -> {
            verb.call(target);
            return true;
        };
        strand.call(shortVerbs, deadline, licensed(work), onAnswer);
    }

    /** Work with an effect may have waited: whether it may still be done is asked right before. */
    private <T> Callable<T> licensed(Callable<T> work) {
        return () -> {
            if (!licence.holds()) {
                throw new NotLicensedException();
            }
            return work.call();
        };
    }

    private ContainerRuntime target() {
        if (runtime == null) {
            throw new IllegalStateException("nothing is called before the host is connected");
        }
        return runtime;
    }
}
