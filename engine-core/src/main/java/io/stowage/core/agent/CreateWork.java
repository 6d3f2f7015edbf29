package io.stowage.core.agent;

import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.Environments;
import io.stowage.core.agent.variable.HiddenVariables;
import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Creates one run of a container: finds its secrets and environment files, asks the policy, and has the runtime create it. May block. */
final class CreateWork implements Callable<Boolean> {

    private final AgentSetup setup;
    private final ContainerRuntime runtime;
    private final TaskPlan task;
    private final ContainerPlan container;
    private final int run;
    private final List<Integer> reservedHostPorts;

    CreateWork(
            AgentSetup setup,
            ContainerRuntime runtime,
            TaskPlan task,
            ContainerPlan container,
            int run,
            List<Integer> reservedHostPorts) {
        this.setup = setup;
        this.runtime = runtime;
        this.task = task;
        this.container = container;
        this.run = run;
        this.reservedHostPorts = reservedHostPorts;
    }

    @Override
    public Boolean call() throws ContainerRuntimeException {
        ContainerSpec spec = spec();
        Optional<String> refusal = refusal(spec);
        if (refusal.isPresent()) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotCreateContainerError, "the workload policy refuses it: " + refusal.get());
        }
        runtime.create(spec);
        return true;
    }

    private ContainerSpec spec() throws ContainerRuntimeException {
        ContainerDefinition definition = container.definition();
        TaskOrder order = task.order();
        Map<String, String> labels = ContainerLabels.of(
                ContainerLabels.ofInstance(setup.clusterName(), setup.containerInstanceId()),
                order.taskId(),
                container.name(),
                run,
                task.specHash(container, run));
        labels.put(ContainerLabels.COMMIT, Long.toString(order.commit()));
        Map<String, String> environment = Environments.of(definition, order.taskArn(), order.clusterName());
        return new ContainerSpec(
                container.hostName(),
                definition,
                task.definition(),
                environment,
                hidden(environment.keySet()),
                reservedHostPorts,
                labels,
                run);
    }

    private List<SecretValue> hidden(Set<String> environment) throws ContainerRuntimeException {
        AgentSetup.Ports ports = setup.ports();
        return new HiddenVariables(ports.secrets(), ports.environmentFiles())
                .of(
                        container.definition(),
                        environment,
                        new EnvironmentFileSource.Context(
                                task.order().clusterName(),
                                task.order().taskArn(),
                                task.definition().taskDefinitionArn(),
                                container.name()));
    }

    private Optional<String> refusal(ContainerSpec spec) {
        try {
            return setup.ports().policy().refuses(spec);
        } catch (RuntimeException e) {
            return Optional.of(
                    "it failed with " + e.getClass().getSimpleName() + ", and what it does not allow is not created");
        }
    }
}
