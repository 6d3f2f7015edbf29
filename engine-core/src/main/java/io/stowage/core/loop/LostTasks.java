package io.stowage.core.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks whose containers run and that the store knows nothing of although it should: it was emptied, or put back to an earlier state. Nobody
 * stops them before a person says so: they are kept, and the loop's health tells of them. Belongs to the loop's strand.
 */
final class LostTasks {

    private static final Logger LOG = LoggerFactory.getLogger(LostTasks.class);
    private static final int NAMED = 3;

    private final String partition;
    private final LoopHealth health;
    private final Map<String, List<String>> byInstance = new LinkedHashMap<>();

    LostTasks(String partition, LoopHealth health) {
        this.partition = partition;
        this.health = health;
    }

    /** Another state is led. */
    void forget() {
        byInstance.clear();
    }

    /** The agent of an instance has asked about tasks, and these of them may be lost. */
    void asked(String instanceId, List<String> lost) {
        List<String> before = lost.isEmpty() ? byInstance.remove(instanceId) : byInstance.put(instanceId, lost);
        if (lost.isEmpty() ? before == null : lost.equals(before)) {
            return;
        }
        int count = byInstance.values().stream().mapToInt(List::size).sum();
        if (count == 0) {
            health.lostTasks(null);
        } else {
            String text = text(count);
            LOG.error("{}: {}", partition, text);
            health.lostTasks(text);
        }
    }

    private String text(int count) {
        List<String> named =
                byInstance.values().stream().flatMap(List::stream).limit(NAMED).toList();
        return "containers of " + count + (count == 1 ? " task run" : " tasks run")
                + " that the store should know and doesn't: it was emptied, or is older than they are. They are kept: "
                + named + (count > named.size() ? " and more" : "")
                + ". Restore the store, or set the cluster's setting lostTasks to stop to have them stopped";
    }
}
