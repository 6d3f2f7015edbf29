package io.stowage.core.loop;

import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of one cluster's loop have in common.
 *
 * @param strand on which all of them work
 * @param mailbox what came in, and waits for the next turn or for the leader
 * @param callers those who wait for answers; they know whether the loop is closed
 */
record LoopCommon(
        String clusterName,
        LoopContext context,
        LoopSettings settings,
        Strand strand,
        Mailbox mailbox,
        LoopHealth health,
        Callers callers) {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);

    static LoopCommon of(String clusterName, LoopContext context, LoopSettings settings) {
        String partition = partition(clusterName);
        return new LoopCommon(
                clusterName,
                context,
                settings,
                context.world().strand(partition),
                new Mailbox(),
                new LoopHealth(context.world(), partition),
                new Callers(clusterName, settings.limits().operationQueueLimit()));
    }

    private static String partition(String clusterName) {
        return "cluster/" + clusterName;
    }

    String partition() {
        return partition(clusterName);
    }

    World world() {
        return context.world();
    }

    /** Something came to nothing, and is tried again. */
    void trouble(String what) {
        LOG.warn("{}: {}", partition(), what);
        health.trouble(what);
    }
}
