package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes single changes back out of the state in memory, the latest first. What is derived follows, by the same means by which it
 * followed the change. Who waits for what is not undone: a service that is looked at once too often decides nothing.
 */
final class Undo {

    private final ClusterState state;
    private final TaskIndex index;
    private final Instant now;

    Undo(ClusterState state, TaskIndex index, Instant now) {
        this.state = state;
        this.index = index;
        this.now = now;
    }

    void of(Change change) {
        String id = change.key.id();
        switch (change.key.kind()) {
            case CLUSTER -> state.cluster((Cluster) change.before);
            case CAPACITY_PROVIDER -> {
                if (change.before == null) {
                    state.providers.remove(id);
                } else {
                    state.providers.put(id, (AttachedProvider) change.before);
                }
            }
            case DEFINITION -> state.definitions.remove((String) Objects.requireNonNull(change.before));
            case LAUNCH -> {
                if (change.before == null) {
                    state.launches.remove(id);
                } else {
                    state.launches.put(id, (MachineLaunch) change.before);
                }
            }
            case PROVIDER_MEMORY -> {
                if (change.before == null) {
                    state.providerMemories.remove(id);
                } else {
                    state.providerMemories.put(id, (ProviderMemory) change.before);
                }
            }
            case ATTACHMENT -> state.attach(id, (Attachment) change.before);
            case INSTANCE -> instance(id, change.before);
            case SERVICE -> service(id, change.value == null, change.before);
            case PAST_DEPLOYMENT -> {
                if (change.before == null) {
                    state.pastDeployments.remove(id);
                } else {
                    state.pastDeployments.put(id, (PastDeployment) change.before);
                }
            }
            case EVENT -> event(change);
            case TASK -> task(id, change.before);
            case TOKEN -> {
                if (change.before == null) {
                    state.tokens.remove(id);
                } else {
                    state.tokens.put(id, (ClientToken) change.before);
                }
            }
            case REPLY -> {
                if (change.before == null) {
                    state.replies.remove(id);
                } else {
                    state.replies.put(id, (Reply) change.before);
                }
            }
            case INACTIVE_SERVICE -> {
                if (change.before == null) {
                    state.inactiveServices.remove(id);
                } else {
                    state.inactiveServices.put(id, (InactiveService) change.before);
                }
            }
            case META -> throw new IllegalStateException("what was written can't be undone");
        }
        version(change);
    }

    /** Versions of these kinds are kept beside the records. */
    private void version(Change change) {
        Kind kind = change.key.kind();
        if (!kind.countsVersions()) {
            return;
        }
        Change replaced = change.replaced;
        long committed = change.version - 1;
        if (replaced == null ? committed == 0 : replaced.value == null) {
            state.versions.remove(change.key);
        } else {
            state.versions.put(change.key, replaced == null ? committed : replaced.version);
        }
    }

    private void instance(String id, @Nullable Object before) {
        InstanceState known = state.instances.get(id);
        if (before instanceof InstanceState deleted) {
            state.putInstance(deleted);
            name(deleted.record(), id);
            return;
        }
        if (known == null) {
            return;
        }
        InstanceState put = known;
        if (put.record().containerInstanceName() != null) {
            state.instanceNames.remove(put.record().containerInstanceName());
        }
        if (before == null) {
            state.removeInstance(id);
        } else {
            index.changeInstance(put, (ContainerInstance) before, now);
            name((ContainerInstance) before, id);
        }
    }

    private void name(ContainerInstance instance, String id) {
        if (instance.containerInstanceName() != null) {
            state.instanceNames.put(instance.containerInstanceName(), id);
        }
    }

    private void service(String name, boolean wasDeleted, @Nullable Object before) {
        if (before instanceof ServiceState deleted) {
            state.putService(deleted);
            state.countUses(deleted.record(), 1);
            return;
        }
        if (wasDeleted) {
            return;
        }
        ServiceState known = Objects.requireNonNull(state.services.get(name));
        Service undone = known.record();
        state.countUses(undone, -1);
        if (before == null) {
            state.removeService(name);
        } else {
            PutService put = (PutService) before;
            known.become(put.service());
            state.serviceChanged(known);
            put.gone().forEach(known::takeBack);
            state.changed(known, undone, now);
            state.countUses(put.service(), 1);
        }
        state.markDirty(name);
    }

    /** A service as it was before it was put, and those of its deployments that the new one had no more. */
    record PutService(Service service, List<DeploymentState> gone) {}

    private void event(Change change) {
        String id = change.key.id();
        ServiceState service = state.services.get(id.substring(0, id.lastIndexOf('/')));
        if (service == null) {
            return;
        }
        if (change.value != null) {
            service.keptEvents().removeLast();
            PartitionMeta meta = state.meta();
            state.meta(meta.nextEvent(meta.nextEvent() - 1), state.metaVersion());
        } else if (change.before != null) {
            service.keptEvents().addFirst((ServiceEvent) change.before);
        }
    }

    private void task(String id, @Nullable Object before) {
        if (before instanceof TaskState deleted) {
            index.takeBack(deleted);
        } else {
            TaskState known = Objects.requireNonNull(state.tasks.get(id));
            if (before == null) {
                index.unadd(known);
            } else {
                index.revert(known, (Task) before, now);
            }
        }
    }
}
