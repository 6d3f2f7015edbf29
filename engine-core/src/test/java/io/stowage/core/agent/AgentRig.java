package io.stowage.core.agent;

import io.stowage.core.HandWorld;
import io.stowage.core.plugin.GuardedEnvironmentFiles;
import io.stowage.model.Container;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent, its world, its host and a control plane that takes notes. */
final class AgentRig implements ControlPlane {

    final HandWorld world = new HandWorld();
    final FakeRuntime runtime = new FakeRuntime(world);
    final List<String> connections = new ArrayList<>();
    final List<List<TaskReport>> batches = new ArrayList<>();
    final List<List<String>> questions = new ArrayList<>();
    final Map<String, TaskReport> latest = new LinkedHashMap<>();
    boolean acknowledges = true;
    Licence licence = () -> true;
    /** How often the agent said that nothing is left. */
    int cleaned;

    boolean refusesConnections;
    /** Why there can never be a connection; null if there can. */
    @Nullable
    IllegalArgumentException neverConnects;

    SecretResolver secrets = (valueFrom, context) -> ("value of " + valueFrom).toCharArray();
    EnvironmentFileSource environmentFiles = GuardedEnvironmentFiles.none();
    WorkloadPolicy policy = WorkloadPolicy.platformDefault();
    Agent agent = attach();

    /** A new agent takes over the host, as after a restart of the engine. */
    Agent attach() {
        ContainerRuntimeProvider provider = new ContainerRuntimeProvider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
                if (neverConnects != null) {
                    throw neverConnects;
                }
                if (refusesConnections) {
                    throw ContainerRuntimeException.retryable(Category.ContainerRuntimeError, "out of reach");
                }
                return runtime;
            }
        };
        AgentSetup setup = new AgentSetup(
                "default",
                "arn:aws:ecs:local:000000000000:cluster/default",
                "instance-1",
                "arn:aws:ecs:local:000000000000:container-instance/default/instance-1",
                provider,
                new RuntimeTarget("default", "instance-1", Map.of(), policy),
                new AgentSetup.Ports(
                        (valueFrom, context) -> secrets.resolve(valueFrom, context),
                        (file, context) -> environmentFiles.read(file, context),
                        definition -> policy.refuses(definition)),
                AgentSettings.defaults());
        agent = new Agent(world, setup, () -> licence.holds(), this);
        return agent;
    }

    /** Closes the agent and lets a new one begin with a manifest. */
    void restart(TaskOrder... manifest) {
        agent.close();
        world.settle();
        runtime.log.clear();
        batches.clear();
        latest.clear();
        attach();
        manifest(manifest);
    }

    void manifest(TaskOrder... orders) {
        agent.manifest(List.of(orders));
        world.settle();
    }

    void order(TaskOrder... orders) {
        agent.orders(List.of(orders));
        world.settle();
    }

    void pass(long seconds) {
        world.pass(Duration.ofSeconds(seconds));
    }

    TaskReport report() {
        return latest.get(Samples.TASK_ID);
    }

    Container container(String name) {
        return report().containers().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void connection(String containerInstanceId, boolean connected, String detail) {
        connections.add(connected + " " + detail);
    }

    @Override
    public void reports(String containerInstanceId, List<TaskReport> reports) {
        batches.add(reports);
        Map<String, Long> sequences = new LinkedHashMap<>();
        for (TaskReport report : reports) {
            latest.put(report.taskId(), report);
            sequences.put(report.taskId(), report.sequence());
        }
        if (acknowledges) {
            agent.acknowledge(sequences);
        }
    }

    @Override
    public void ask(String containerInstanceId, List<AgentWord.Question> asked) {
        questions.add(asked.stream().map(AgentWord.Question::taskId).toList());
    }

    @Override
    public void clean(String containerInstanceId) {
        cleaned++;
    }
}
