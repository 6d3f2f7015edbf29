package io.stowage.core.operation;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.AttachmentDecider;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceBuilder;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.VersionInfo;
import io.stowage.spi.RuntimeDescription;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RegisterContainerInstance. An instance whose name is there already is the same instance, with what this request says of it: its
 * id, state and tasks stay. Its agent is not connected yet; which engine runs it, {@link AttachmentDecider} says.
 *
 * <p>At another host the name is for another instance: tasks don't move. As long as there are tasks on the one that has the name it keeps
 * it; else it is deregistered, and what is left on its host cleaned up.
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
        checkRequest(state);
        ContainerInstanceBuilder asked = asked();
        String name = request.containerInstanceName();
        InstanceState named = name == null ? null : state.instanceNamed(name);
        if (named == null) {
            return put(freshId, null, asked, turn);
        }
        if (isSameHost(named.record(), state.attachment(named.id()))) {
            requireSameProvider(named);
            return put(named.id(), named.record(), asked, turn);
        }
        makeWay(named, turn);
        return put(turn.newId().get(), null, asked, turn);
    }

    private ContainerInstance put(
            String id, @Nullable ContainerInstance known, ContainerInstanceBuilder asked, OperationTurn turn) {
        ClusterState state = turn.state();
        Attachment attachment = AttachmentDecider.registered(id, state.attachment(id), registrar);
        ContainerInstance next =
                known == null ? fresh(asked, state.ids(), id, turn) : adopted(asked, known, attachment == null);
        if (attachment != null) {
            turn.transaction().putAttachment(attachment);
        }
        if (!next.equals(known)) {
            turn.transaction().putInstance(next);
        }
        return Objects.requireNonNull(state.instance(id)).described();
    }

    /** The tasks that are on it count for the one that it has, and can't move. */
    private void requireSameProvider(InstanceState named) {
        String its = named.capacityProviderName();
        String asked = request.capacityProviderName();
        if (asked != null && !asked.equals(its) && named.unreleasedCount() > 0) {
            throw new InvalidParameterException("capacityProviderName is " + asked + ", but "
                    + named.arn() + ", which is registered as '" + request.containerInstanceName() + "' with "
                    + (its == null ? "none" : its) + ", has " + named.unreleasedCount()
                    + " tasks, which can't change theirs. "
                    + (its == null ? "Leave" : "Register it with " + its + ", or leave")
                    + " capacityProviderName out; or drain it first, until no task is left.");
        }
    }

    /** The instance of this name is at another host. */
    private static void makeWay(InstanceState named, OperationTurn turn) {
        if (named.unreleasedCount() > 0) {
            ContainerInstance record = named.record();
            throw new InvalidParameterException("containerInstanceName '" + record.containerInstanceName()
                    + "' is that of " + record.containerInstanceArn() + ", at another host (runtime '"
                    + record.runtime() + "', runtimeProperties " + record.runtimeProperties() + ") with "
                    + named.unreleasedCount()
                    + " tasks, which can't move. Register under another name; or stop these tasks, or deregister that"
                    + " instance with force, before.");
        }
        DeregisterContainerInstance.deregister(named, turn.transaction());
    }

    private void checkRequest(ClusterState state) {
        String name = request.containerInstanceName();
        if (name != null && !NAME.matcher(name).matches()) {
            throw new InvalidParameterException("containerInstanceName is '" + name
                    + "'; use 1 to 255 letters, digits, hyphens, underscores and periods");
        }
        Check.tags(Lists.orEmpty(request.tags()));
        checkProvider(request.capacityProviderName(), state);
    }

    /** Hosts that somebody else launches may be a capacity provider's as well: it runs tasks on them, and ends none of them. */
    private static void checkProvider(@Nullable String name, ClusterState state) {
        AttachedProvider known = name == null ? null : state.provider(name);
        boolean missing = known == null || known.provider().instancePoolProvider() == null;
        if (name != null && missing && !Fargate.is(name)) {
            throw new InvalidParameterException(
                    "capacityProviderName is '" + name
                            + "', which is no capacity provider of the cluster with instances of its own; it has "
                            + List.copyOf(state.providerNames())
                            + ". Put it on the cluster with PutClusterCapacityProviders first, or use FARGATE or FARGATE_SPOT.");
        }
    }

    private ContainerInstanceBuilder asked() {
        return ContainerInstance.builder()
                .containerInstanceName(request.containerInstanceName())
                .capacityProviderName(request.capacityProviderName())
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
    private boolean isSameHost(ContainerInstance known, @Nullable Attachment attachment) {
        return known.runtime().equals(request.runtime())
                && known.runtimeProperties().equals(request.runtimeProperties())
                && (attachment == null
                        || attachment.place() == null
                        || attachment.place().equals(registrar.place()));
    }

    private ContainerInstance adopted(ContainerInstanceBuilder asked, ContainerInstance known, boolean sameAgent) {
        String provider = request.capacityProviderName();
        return asked.containerInstanceArn(known.containerInstanceArn())
                .capacityProviderName(provider == null ? known.capacityProviderName() : provider)
                .version(known.version())
                .status(known.status())
                .statusReason(known.statusReason())
                .registeredAt(known.registeredAt())
                .healthStatus(known.healthStatus())
                .agentConnected(sameAgent && known.agentConnected())
                .agentDisconnectedAt(known.agentDisconnectedAt())
                .agentLostAt(known.agentLostAt())
                .build();
    }

    private static @Nullable VersionInfo versionInfo(String runtimeVersion) {
        return runtimeVersion.isEmpty() ? null : new VersionInfo(null, null, runtimeVersion);
    }
}
