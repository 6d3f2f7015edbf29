package io.stowage.core.operation;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.AttachmentDecider;
import io.stowage.core.attachment.Registrar;
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
 * id, state and tasks stay. Its agent is not connected yet; which engine runs it, {@link AttachmentDecider} says.
 *
 * @param freshId the id that the instance gets if it is a new one: the runtime was connected under it already
 * @param description what the runtime says of the host, obtained before
 * @param registrar the engine that took the call
 */
public record RegisterContainerInstance(
        RegisterContainerInstanceRequest request, String freshId, RuntimeDescription description, Registrar registrar)
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
        Attachment before = state.attachment(id);
        Attachment attachment = AttachmentDecider.registered(
                id, before, registrar, known != null && before != null && !sameWay(known.record(), before));
        ContainerInstance next = known == null
                ? fresh(asked, state.ids(), id, turn)
                : adopted(asked, known.record(), attachment == null);
        if (attachment != null) {
            turn.transaction().putAttachment(attachment);
        }
        if (known == null || !next.equals(known.record())) {
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

    /** What was registered before places were known may be anywhere. */
    private boolean sameWay(ContainerInstance known, Attachment attachment) {
        return known.runtime().equals(request.runtime())
                && known.runtimeProperties().equals(request.runtimeProperties())
                && (attachment.place() == null || attachment.place().equals(registrar.place()));
    }

    private ContainerInstance adopted(ContainerInstanceBuilder asked, ContainerInstance known, boolean sameAgent) {
        return asked.containerInstanceArn(known.containerInstanceArn())
                .version(known.version())
                .status(known.status())
                .statusReason(known.statusReason())
                .registeredAt(known.registeredAt())
                .healthStatus(known.healthStatus())
                .agentConnected(sameAgent && known.agentConnected())
                .build();
    }

    private static @Nullable VersionInfo versionInfo(String runtimeVersion) {
        return runtimeVersion.isEmpty() ? null : new VersionInfo(null, null, runtimeVersion);
    }
}
