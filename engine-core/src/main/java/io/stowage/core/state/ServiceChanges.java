package io.stowage.core.state;

import io.stowage.core.state.Transaction.ServiceChange;
import io.stowage.core.state.Transaction.ServiceNote;
import io.stowage.model.ContainerImage;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The changes of services in a transaction: with a service go its events, and since when it is INACTIVE. */
final class ServiceChanges {

    private final ClusterState state;
    private final Instant now;
    private final Journal journal;
    private final Map<String, ServiceChange> changes = new LinkedHashMap<>();
    private final List<ServiceNote> notes = new ArrayList<>();

    ServiceChanges(ClusterState state, Instant now, Journal journal) {
        this.state = state;
        this.now = now;
        this.journal = journal;
    }

    void put(Service service) {
        String name = service.serviceName();
        ServiceState known = state.services.get(name);
        Service recordBefore = known == null ? null : known.record();
        Undo.PutService before = null;
        if (known == null) {
            state.putService(new ServiceState(service, state.instances));
        } else {
            state.countUses(known.record(), -1);
            before = new Undo.PutService(known.record(), known.become(service));
            state.serviceChanged(known);
            state.changed(known, before.service(), now);
        }
        state.countUses(service, 1);
        ServiceChange change = changes.get(name);
        changes.put(name, new ServiceChange(change != null ? change.before() : recordBefore, service));
        journal.touch(Kind.SERVICE, name, service, before);
        noteInactive(recordBefore, service);
        remember(recordBefore, service);
        state.unblock(name);
        state.markDirty(name);
    }

    private void remember(@Nullable Service before, Service after) {
        String name = after.serviceName();
        if (before == null) {
            // Somebody has removed the record of an earlier service of this name: what that rolled out is none of this
            // one's.
            forgetHistory(name);
        }
        for (PastDeployment past :
                ServiceHistory.changed(before, after, state.pastDeployments(name), state.ids(), now)) {
            String id = PastDeployment.id(name, past);
            if (!state.quarantine().holds(Kind.PAST_DEPLOYMENT, id)) {
                journal.touch(Kind.PAST_DEPLOYMENT, id, past, state.pastDeployments.put(id, past));
            }
        }
        for (String id = forgettable(after); id != null; id = forgettable(after)) {
            forget(id);
        }
    }

    /** The oldest beyond those that are kept; null if there is none. What the service may yet go back to stays, for the images that it has pinned. */
    private @Nullable String forgettable(Service service) {
        NavigableMap<String, PastDeployment> history = state.history(service.serviceName());
        int beyond = history.size() - Transaction.DEPLOYMENTS_KEPT;
        if (beyond > 0) {
            for (Map.Entry<String, PastDeployment> past : history.entrySet()) {
                if (!past.getValue().isOf(service)) {
                    return past.getKey();
                }
            }
        }
        return null;
    }

    /** Images of a remembered deployment are pinned from now on. */
    void pin(PastDeployment past, List<ContainerImage> images) {
        String id = PastDeployment.id(Ids.shortId(past.revision().serviceArn()), past);
        PastDeployment pinned = past.pinned(images);
        journal.touch(Kind.PAST_DEPLOYMENT, id, pinned, state.pastDeployments.put(id, pinned));
    }

    private void forgetHistory(String service) {
        List.copyOf(state.history(service).keySet()).forEach(this::forget);
    }

    private void forget(String pastDeploymentId) {
        journal.delete(Kind.PAST_DEPLOYMENT, pastDeploymentId, state.pastDeployments.remove(pastDeploymentId));
    }

    private void noteInactive(@Nullable Service before, Service after) {
        String name = after.serviceName();
        boolean was = before != null && before.status() == ServiceStatus.INACTIVE;
        boolean is = after.status() == ServiceStatus.INACTIVE;
        if (is && !was && !state.quarantine().holds(Kind.INACTIVE_SERVICE, name)) {
            InactiveService noted = new InactiveService(name, now);
            journal.touch(Kind.INACTIVE_SERVICE, name, noted, state.inactiveServices.put(name, noted));
        } else if (was && !is) {
            forgetInactive(name);
        }
    }

    private void forgetInactive(String name) {
        InactiveService noted = state.inactiveServices.remove(name);
        if (noted != null) {
            journal.delete(Kind.INACTIVE_SERVICE, name, noted);
        }
    }

    /** Removes a service with its events and its history. */
    void delete(String name) {
        ServiceState known = state.removeService(name);
        if (known != null) {
            state.countUses(known.record(), -1);
            for (ServiceEvent event : known.events()) {
                journal.delete(Kind.EVENT, eventId(known.record(), event), null);
            }
            forgetHistory(name);
            journal.delete(Kind.SERVICE, name, known);
            forgetInactive(name);
            state.unblock(name);
        }
    }

    /** Adds an event to a service; the oldest one goes when there are too many. */
    void addEvent(ServiceState service, String message) {
        PartitionMeta meta = state.meta();
        ServiceEvent event = new ServiceEvent(HexFormat.of().toHexDigits(meta.nextEvent()), now, message);
        state.meta(meta.nextEvent(meta.nextEvent() + 1), state.metaVersion());
        service.addEvent(event);
        journal.touch(Kind.EVENT, eventId(service.record(), event), event, null);
        ServiceEvent dropped = service.dropEventBeyond(Transaction.EVENTS_KEPT);
        if (dropped != null) {
            journal.delete(Kind.EVENT, eventId(service.record(), dropped), dropped);
        }
        notes.add(new ServiceNote(service.record(), event));
    }

    private static String eventId(Service service, ServiceEvent event) {
        return service.serviceName() + "/" + event.id();
    }

    /** A change of a service was taken back. */
    void forget(Change change) {
        String name = change.key.id();
        ServiceChange told = changes.remove(name);
        if (told != null && change.replaced != null && change.before instanceof Undo.PutService put) {
            changes.put(name, new ServiceChange(told.before(), put.service()));
        }
    }

    void forgetNotesBeyond(int kept) {
        while (notes.size() > kept) {
            notes.remove(notes.size() - 1);
        }
    }

    Collection<ServiceChange> changes() {
        return changes.values();
    }

    List<ServiceNote> notes() {
        return notes;
    }
}
