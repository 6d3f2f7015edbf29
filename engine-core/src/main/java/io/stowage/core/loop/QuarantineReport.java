package io.stowage.core.loop;

import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.Quarantine;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the records that were set aside when a state was read: in the log, by the loop's health as long as this state is led, and by an
 * event of each service that has tasks among them.
 */
final class QuarantineReport {

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReport.class);
    private static final int LOGGED = 20;
    private static final int NAMED = 3;
    private static final int LONGEST_REASON = 300;

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
        health.quarantined(quarantine.size(), text(quarantine));
        for (ServiceState service : first.state().services()) {
            String event = ServiceEvents.tasksAside(service.record(), service.tasksAside());
            if (service.tasksAside() > 0 && !event.equals(service.lastEvent())) {
                first.addEvent(service, event);
            }
        }
    }

    private static String text(Quarantine quarantine) {
        StringBuilder text = new StringBuilder()
                .append(quarantine.size())
                .append(quarantine.size() == 1 ? " record is" : " records are")
                .append(" set aside and kept as stored, for they can't be relied on: ");
        List<Quarantine.Entry> named = quarantine.first(NAMED);
        for (int i = 0; i < named.size(); i++) {
            String entry = named.get(i).toString();
            text.append(i == 0 ? "" : "; ");
            text.append(entry.length() > LONGEST_REASON ? entry.substring(0, LONGEST_REASON) + "…" : entry);
        }
        return text.append(quarantine.size() > named.size() ? "; and more" : "").toString();
    }
}
