package io.stowage.core.loop;

import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.Quarantine;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the records that were set aside when a state was read: in the log, by the loop's health as long as this state is led, and by an
 * event of each service that has tasks among them.
 */
final class QuarantineReport {

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReport.class);
    private static final int LOGGED = 20;

    private QuarantineReport() {}

    /** Tells of them once the state is led, and puts the events into its first transaction. */
    static void tell(String partition, Transaction first, LoopHealth health) {
        Quarantine quarantine = first.state().quarantine();
        if (quarantine.isEmpty()) {
            return;
        }
        LOG.error(
                "{}: {} records are set aside and kept as they are; the first of them: {}",
                partition,
                quarantine.size(),
                quarantine.first(LOGGED));
        health.quarantined(quarantine.size(), quarantine.toString());
        for (ServiceState service : first.state().services()) {
            String event = ServiceEvents.tasksAside(service.record(), service.tasksAside());
            if (service.tasksAside() > 0 && !event.equals(service.lastEvent())) {
                first.addEvent(service, event);
            }
        }
    }
}
