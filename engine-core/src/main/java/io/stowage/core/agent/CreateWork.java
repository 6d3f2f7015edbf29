package io.stowage.core.agent;

import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.Environments;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Secret;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.SecretResolver.SecretNotAvailableException;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Creates one run of a container: finds its secrets, asks the policy, and has the runtime create it. May block. */
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
        refuseEnvironmentFiles();
        ContainerSpec spec = spec(secrets());
        Optional<String> refusal = refusal(spec);
        if (refusal.isPresent()) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotCreateContainerError, "the workload policy refuses it: " + refusal.get());
        }
        runtime.create(spec);
        return true;
    }

    private void refuseEnvironmentFiles() throws ContainerRuntimeException {
        if (container.definition().environmentFiles() != null
                && !container.definition().environmentFiles().isEmpty()) {
            throw ContainerRuntimeException.permanent(
                    Category.ResourceInitializationError,
                    "environmentFiles of container " + container.name()
                            + " can't be read by this agent; put the variables into environment or secrets");
        }
    }

    private ContainerSpec spec(List<SecretValue> secrets) {
        ContainerDefinition definition = container.definition();
        TaskOrder order = task.order();
        Map<String, String> labels = ContainerLabels.of(
                ContainerLabels.ofInstance(setup.clusterName(), setup.containerInstanceId()),
                order.taskId(),
                container.name(),
                run,
                task.specHash(container, run));
        labels.put(ContainerLabels.COMMIT, Long.toString(order.commit()));
        return new ContainerSpec(
                container.hostName(),
                definition,
                task.definition(),
                Environments.of(definition, order.taskArn(), order.clusterName()),
                secrets,
                reservedHostPorts,
                labels,
                run);
    }

    private List<SecretValue> secrets() throws ContainerRuntimeException {
        List<SecretValue> values = new ArrayList<>();
        if (container.definition().secrets() != null) {
            for (Secret secret : container.definition().secrets()) {
                values.add(resolve(secret));
            }
        }
        return values;
    }

    private SecretValue resolve(Secret secret) throws ContainerRuntimeException {
        SecretResolver.Context context = new SecretResolver.Context(
                task.order().clusterName(),
                task.order().taskArn(),
                task.definition().taskDefinitionArn(),
                container.name());
        char[] value;
        try {
            value = setup.secrets().resolve(secret.valueFrom(), context);
        } catch (SecretNotAvailableException e) {
            throw ContainerRuntimeException.permanent(
                    Category.ResourceInitializationError, unavailable(secret) + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // Its message is not ours to repeat: nobody promised that it holds no secret.
            throw ContainerRuntimeException.retryable(
                    Category.ResourceInitializationError,
                    unavailable(secret) + ": the secret resolver failed with "
                            + e.getClass().getSimpleName());
        }
        try {
            return new SecretValue(secret.name(), value);
        } finally {
            Arrays.fill(value, '\0');
        }
    }

    private static String unavailable(Secret secret) {
        return "secret " + secret.name() + " from " + secret.valueFrom() + " is not available";
    }

    private Optional<String> refusal(ContainerSpec spec) {
        try {
            return setup.policy().refuses(spec);
        } catch (RuntimeException e) {
            return Optional.of(
                    "it failed with " + e.getClass().getSimpleName() + ", and what it does not allow is not created");
        }
    }
}
