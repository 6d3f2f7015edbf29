package io.stowage.core.service;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves tasks of a service to other container instances, as many as somebody has asked for.
 *
 * <p>What is stored is how many moves may still be begun, and of those under way which task takes the place of which; with the newcomer both are
 * committed. So an engine that takes over goes on. Where to move is no part of it: it is asked when a move begins, so that no stale plan does harm.
 * A move is over when one of its tasks is; it is made if the newcomer stays. A newcomer that fails has cost a move, so that nothing is tried for ever,
 * and the next one waits ({@link Newcomers}). A task that can't be read is there: its move goes on once it can, and none begins until then.
 */
public final class InstanceMoves {

    private InstanceMoves() {}

    /**
     * The service without the moves that are over. To be put before it is reconciled, in the same commit. Null if nothing is over.
     */
    public static @Nullable Service settled(ServiceView view) {
        Service service = view.service();
        InstanceRebalancing rebalancing = service.instanceRebalancing();
        if (rebalancing == null) {
            return null;
        }
        if (service.status() != ServiceStatus.ACTIVE) {
            return with(service, null);
        }
        if (rebalancing.underWay().isEmpty()) {
            return null;
        }
        InstanceRebalancing settled = Newcomers.isRolledOut(service)
                ? settled(rebalancing, view)
                : rebalancing.toBuilder().underWay(List.of()).build();
        return settled.equals(rebalancing) ? null : with(service, settled);
    }

    private static InstanceRebalancing settled(InstanceRebalancing rebalancing, ServiceView view) {
        DeploymentView primary = view.deployments().get(Headcount.PRIMARY);
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> healthy = new LinkedHashSet<>();
        for (TaskBucket bucket : TaskBucket.values()) {
            for (ServiceTask task : primary.tasks(bucket)) {
                wanted.add(task.task().taskArn());
                if (bucket == TaskBucket.HEALTHY) {
                    healthy.add(task.task().taskArn());
                }
            }
        }
        // Who comes up, or can't be read, makes up for others that have died as well as a healthy newcomer does.
        boolean enough = healthy.size() + primary.comingUp() + primary.aside()
                > view.service().desiredCount();
        List<Move> left = new ArrayList<>();
        int made = 0;
        for (Move move : rebalancing.underWay()) {
            boolean stays = isThere(move.newTaskArn(), wanted, primary);
            if (stays && !isThere(move.taskArn(), wanted, primary)) {
                made++;
            } else if (stays && (enough || !healthy.contains(move.newTaskArn()))) {
                left.add(move);
            }
            // Else the newcomer is gone, or it is needed beside the old one, as others have died meanwhile.
        }
        return rebalancing.toBuilder()
                .movesMade(rebalancing.movesMade() + made)
                .underWay(left)
                .build();
    }

    private static boolean isThere(String taskArn, Set<String> wanted, DeploymentView primary) {
        return wanted.contains(taskArn) || primary.isAside(taskArn);
    }

    /** Whether a move may begin, as far as the service itself is concerned. */
    public static boolean mayStart(ServiceView view, Instant now) {
        InstanceRebalancing rebalancing = view.service().instanceRebalancing();
        return rebalancing != null
                && rebalancing.movesLeft() > 0
                && Newcomers.mayStart(view, rebalancing.underWay().size(), now);
    }

    /** Whether no move will begin any more, whatever becomes of those under way: all have, or the service's settings or failures forbid it. */
    public static boolean isOver(Service service) {
        InstanceRebalancing rebalancing = service.instanceRebalancing();
        if (rebalancing == null || !rebalancing.underWay().isEmpty()) {
            return false;
        }
        int upper = RolloutLimits.upper(service.desiredCount(), service.deploymentConfiguration());
        boolean hasNoRoom = upper <= service.desiredCount();
        return rebalancing.movesLeft() == 0
                || (Newcomers.isRolledOut(service) && (hasNoRoom || Newcomers.isGivenUp(service)));
    }

    /** The healthy tasks that may be moved. */
    public static List<ServiceTask> movable(ServiceView view, Instant now) {
        List<ServiceTask> movable = new ArrayList<>();
        Outgoing outgoing = Outgoing.of(view, now);
        for (ServiceTask task : view.deployments().get(Headcount.PRIMARY).tasks(TaskBucket.HEALTHY)) {
            if (!task.isProtected() && !outgoing.has(task)) {
                movable.add(task);
            }
        }
        return movable;
    }

    /** The service with one move more under way. */
    public static Service begun(Service service, InstanceRebalancing rebalancing, Move move) {
        List<Move> underWay = new ArrayList<>(rebalancing.underWay());
        underWay.add(move);
        return with(
                service,
                rebalancing.toBuilder()
                        .movesLeft(rebalancing.movesLeft() - 1)
                        .underWay(underWay)
                        .build());
    }

    /** The service with this asked for; null for nothing any more. */
    public static Service with(Service service, @Nullable InstanceRebalancing rebalancing) {
        return service.toBuilder().instanceRebalancing(rebalancing).build();
    }
}
