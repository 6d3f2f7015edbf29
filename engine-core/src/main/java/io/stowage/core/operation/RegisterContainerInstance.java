package io.stowage.core.operation;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.agent.Attachment;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceBuilder;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.VersionInfo;
import io.stowage.spi.RuntimeDescription;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RegisterContainerInstance. An instance whose name is there already is the same instance, with what this request says of it: its
 * id, state and tasks stay. Its agent is not connected yet; it is the loop that attaches one.
 *
 * @param freshId the id that the instance gets if it is a new one: the runtime was connected under it already
 * @param description what the runtime says of the host, obtained before
 */
public record RegisterContainerInstance(
        RegisterContainerInstanceRequest request, String freshId, RuntimeDescription description)
        implements ClusterOperation<ContainerInstance> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

    @Override
    public ContainerInstance apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        checkRequest();
        ContainerInstanceBuilder asked = asked();
        String name = request.containerInstanceName();
        InstanceState known = name == null ? null : state.instanceNamed(name);
        String id = known == null ? freshId : known.id();
        ContainerInstance next = known == null ? fresh(asked, state.ids(), id, turn) : adopted(asked, known.record());
        if (known == null || !next.equals(known.record())) {
            attachAnew(known, id, turn);
            turn.transaction().putInstance(next);
        }
        return Objects.requireNonNull(state.instance(id)).described();
    }

    private void checkRequest() {
        String name = request.containerInstanceName();
        if (name != null && !NAME.matcher(name).matches()) {
            throw new InvalidParameterException("containerInstanceName is '" + name
                    + "'; use 1 to 255 letters, digits, hyphens, underscores and periods");
        }
        Check.tags(Lists.orEmpty(request.tags()));
        Check.unsupported(
                request.capacityProviderName() != null,
                "capacityProviderName",
                request.capacityProviderName(),
                "leave it out");
    }

    private ContainerInstanceBuilder asked() {
        return ContainerInstance.builder()
                .containerInstanceName(request.containerInstanceName())
                .runtime(request.runtime())
                .runtimeProperties(request.runtimeProperties())
                .versionInfo(versionInfo(description.runtimeVersion()))
                .registeredResources(InstanceResources.registered(description, request.totalResources()))
                .attributes(InstanceAttributes.merged(description.attributes(), request.attributes()))
                .tags(Lists.orEmpty(request.tags()));
    }

    private static ContainerInstance fresh(ContainerInstanceBuilder asked, Ids ids, String id, OperationTurn turn) {
        return asked.containerInstanceArn(ids.containerInstance(id))
                .status(ContainerInstanceStatus.ACTIVE)
                .registeredAt(turn.now())
                .build();
    }

    /** Another host, or another way to it, is for another agent: the epoch tells the engine that runs the old one. */
    private void attachAnew(@Nullable InstanceState known, String id, OperationTurn turn) {
        Attachment attachment = turn.state().attachment(id);
        if (known != null && attachment != null && !sameHost(known.record())) {
            turn.transaction().putAttachment(new Attachment(id, attachment.engineId(), attachment.epoch() + 1));
        }
    }

    private boolean sameHost(ContainerInstance known) {
        return known.runtime().equals(request.runtime())
                && known.runtimeProperties().equals(request.runtimeProperties());
    }

    private ContainerInstance adopted(ContainerInstanceBuilder asked, ContainerInstance known) {
        return asked.containerInstanceArn(known.containerInstanceArn())
                .version(known.version())
                .status(known.status())
                .statusReason(known.statusReason())
                .registeredAt(known.registeredAt())
                .healthStatus(known.healthStatus())
                .agentConnected(sameHost(known) && known.agentConnected())
                .build();
    }

    private static @Nullable VersionInfo versionInfo(String runtimeVersion) {
        return runtimeVersion.isEmpty() ? null : new VersionInfo(null, null, runtimeVersion);
    }
}
