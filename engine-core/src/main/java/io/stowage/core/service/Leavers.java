package io.stowage.core.service;

import io.stowage.core.deployment.StartFailures;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ScaleInOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names the tasks that a {@link Headcount} lets leave: by the host application's order where it has one, else and among its equals by {@link
 * ScaleIn}. Where a whole bucket leaves there is nothing to choose. Where the tasks are shared out among capacity providers, {@link Shares} holds.
 */
final class Leavers {

    /** What is of least use first: each choice counts those before it as gone. */
    private static final List<TaskBucket> ORDER = List.of(
            TaskBucket.LOST,
            TaskBucket.MISPLACED,
            TaskBucket.UNHEALTHY,
            TaskBucket.DRAINING_PENDING,
            TaskBucket.PENDING,
            TaskBucket.DRAINING_STARTED,
            TaskBucket.STARTED,
            TaskBucket.DRAINING_HEALTHY,
            TaskBucket.HEALTHY);

    /** ECS has no text for it. */
    private static final String LOST = "Container instance is not connected: the task was replaced elsewhere";

    private final ServiceView view;
    private final LongUnaryOperator random;
    private final HostOrder order;
    /** They go before others that are healthy; those of a service that is rolled out, so that there is one deployment only. */
    private final Outgoing outgoing;

    private final List<Stop> stops = new ArrayList<>();
    /** By the id of the deployment; made when tasks of it leave that count. */
    private final Map<String, @Nullable Shares> shares = new LinkedHashMap<>();
    /** Those who leave without having been chosen among others. */
    private final List<ServiceTask> gone = new ArrayList<>();
    /** Made for the first choice: it looks at all instances of the service. */
    private @Nullable ScaleIn scaleIn;

    Leavers(ServiceView view, Instant now, ScaleInOrder order, LongUnaryOperator random) {
        this.view = view;
        this.random = random;
        this.order = new HostOrder(order, view.service());
        this.outgoing = Outgoing.of(view, now);
    }

    Outgoing outgoing() {
        return outgoing;
    }

    List<Stop> name(Headcount headcount) {
        List<? extends DeploymentView> deployments = view.deployments();
        for (TaskBucket bucket : ORDER) {
            for (int i = deployments.size() - 1; i >= 0; i--) {
                name(deployments.get(i), bucket, headcount.leaving(i, bucket));
            }
        }
        return stops;
    }

    /** What the host application's order threw; null if nothing. */
    @Nullable
    String failureOfOrder() {
        return order.failure();
    }

    private void name(DeploymentView deployment, TaskBucket bucket, int count) {
        if (count == 0) {
            return;
        }
        String reason = switch (bucket) {
            case UNHEALTHY -> StartFailures.UNHEALTHY;
            case LOST -> LOST;
            default -> scaling(deployment);
        };
        Leaving leaving = new Leaving(deployment, bucket, count, shares(deployment, bucket));
        leaving.choose();
        leaving.chosen.forEach(each -> stops.add(stop(each.task(), outgoing.reason(each, reason))));
    }

    private @Nullable Shares shares(DeploymentView deployment, TaskBucket bucket) {
        if (!Shares.count(bucket)) {
            return null;
        }
        String id = deployment.deployment().id();
        if (!shares.containsKey(id)) {
            shares.put(id, Shares.of(deployment));
        }
        return shares.get(id);
    }

    /** So many tasks of a deployment that leave a bucket. */
    private final class Leaving {

        private final DeploymentView deployment;
        private final TaskBucket bucket;
        private final int count;
        private final @Nullable Shares shares;
        private final Set<ServiceTask> chosen = new LinkedHashSet<>();

        Leaving(DeploymentView deployment, TaskBucket bucket, int count, @Nullable Shares shares) {
            this.deployment = deployment;
            this.bucket = bucket;
            this.count = count;
            this.shares = shares;
        }

        void choose() {
            int outgoingThere = bucket == TaskBucket.HEALTHY ? outgoing.count() : 0;
            if (outgoingThere > 0) {
                chooseOutgoing(outgoing.tasks());
            }
            // Outgoing tasks are never protected, and here all of them are gone or nobody else is to go.
            int free = deployment.count(bucket) - deployment.protectedCount(bucket) - chosen.size();
            choose(false, Math.min(count - chosen.size(), free));
            choose(true, count - chosen.size());
        }

        /** Outgoing ones go first, but where shares would suffer: whose place a newcomer takes can be another one's than was thought. */
        private void chooseOutgoing(List<ServiceTask> all) {
            if (shares == null) {
                leave(all.subList(0, Math.min(count, all.size())));
                return;
            }
            Shares of = shares;
            OutgoingOrder left = new OutgoingOrder(all);
            ScaleIn.Choice others = null;
            while (chosen.size() < count && !left.isEmpty()) {
                String provider = left.next(of);
                boolean isBeyond = of.surplus(provider) > 0;
                if (!isBeyond && others == null) {
                    others = chooser().among(candidates(false), of);
                }
                if (!isBeyond && others != null && others.anyOf(each -> of.surplus(each) > 0)) {
                    add(List.of(others.next(each -> of.surplus(each) > 0)));
                } else {
                    leave(left.take(provider), of, others);
                }
            }
        }

        /** @param others those that are chosen among at the same time; null if none are */
        private void leave(ServiceTask outgoingOne, Shares of, ScaleIn.@Nullable Choice others) {
            of.leave(outgoingOne);
            if (others == null) {
                gone.add(outgoingOne);
            } else {
                others.without(outgoingOne);
            }
            add(List.of(outgoingOne));
        }

        /** Protected tasks only leave where the headcount lets more leave than the others are: then protection is no reason to stay. */
        private void choose(boolean isProtected, int most) {
            if (most <= 0) {
                return;
            }
            List<ServiceTask> candidates = candidates(isProtected);
            List<ServiceTask> unplaced = new ArrayList<>(candidates);
            unplaced.removeIf(task -> task.task().lastStatus() != TaskStatus.PROVISIONING);
            candidates.removeIf(task -> task.task().lastStatus() == TaskStatus.PROVISIONING);
            int first = Math.min(most, unplaced.size());
            leaveUnplaced(unplaced, first);
            if (most > first) {
                choose(candidates, most - first);
            }
        }

        private List<ServiceTask> candidates(boolean isProtected) {
            List<ServiceTask> candidates = new ArrayList<>();
            for (ServiceTask task : deployment.tasks(bucket)) {
                if (task.isProtected() == isProtected && !outgoing.has(task) && !chosen.contains(task)) {
                    candidates.add(task);
                }
            }
            return candidates;
        }

        /** What is on no instance yet goes first: those that have waited longest stay, for they are placed first. */
        private void leaveUnplaced(List<ServiceTask> unplaced, int most) {
            unplaced.sort(Comparator.<ServiceTask, Instant>comparing(
                            each -> each.task().createdAt())
                    .thenComparing(each -> each.task().taskArn())
                    .reversed());
            if (shares == null) {
                add(unplaced.subList(0, most));
                return;
            }
            for (int i = 0; i < most; i++) {
                ServiceTask next = Objects.requireNonNull(shares.first(unplaced));
                unplaced.remove(next);
                shares.leave(next);
                add(List.of(next));
            }
        }

        private void choose(List<ServiceTask> candidates, int most) {
            if (most == 1 && bucket == TaskBucket.HEALTHY) {
                keepToFullestZones(candidates, shares);
            }
            int left = most;
            for (List<ServiceTask> rank : candidates.size() == most ? List.of(candidates) : order.ranks(candidates)) {
                int ofRank = Math.min(left, rank.size());
                if (ofRank > 0) {
                    add(Leavers.this.choose(rank, ofRank, shares));
                    left -= ofRank;
                }
            }
        }

        private void leave(List<ServiceTask> all) {
            add(Leavers.this.choose(all, all.size(), shares));
        }

        private void add(List<ServiceTask> all) {
            chosen.addAll(all);
        }
    }

    /**
     * Whoever's order it is: else what was started to even out availability zones might be what is stopped for it. And then the task moves from one
     * capacity provider to another only where that is closer to their shares.
     */
    private void keepToFullestZones(List<ServiceTask> candidates, @Nullable Shares shared) {
        Service service = view.service();
        if (!ZoneBalance.isEnabled(service) || !Newcomers.isRolledOut(service)) {
            return;
        }
        ZoneBalance balance = new ZoneBalance(view, List.of());
        keep(candidates, task -> balance.isWhereMostAre(view, task));
        if (shared != null) {
            keep(candidates, task -> shared.surplus(task) > 0);
        }
    }

    /** If there are any. */
    private static void keep(List<ServiceTask> candidates, Predicate<ServiceTask> which) {
        if (candidates.stream().anyMatch(which)) {
            candidates.removeIf(which.negate());
        }
    }

    private List<ServiceTask> choose(List<ServiceTask> rank, int count, @Nullable Shares shared) {
        if (count == rank.size()) {
            gone.addAll(rank);
            if (shared != null) {
                rank.forEach(shared::leave);
            }
            return rank;
        }
        return chooser().choose(rank, count, shared);
    }

    /** It knows of all that have gone so far. */
    private ScaleIn chooser() {
        ScaleIn chooser = scaleIn == null ? new ScaleIn(view, random) : scaleIn;
        gone.forEach(chooser::leave);
        gone.clear();
        scaleIn = chooser;
        return chooser;
    }

    /** Named after the task's own deployment, which is scaled in: to fewer tasks, or to none where a newer one takes over. */
    private static String scaling(DeploymentView deployment) {
        return "Scaling activity initiated by (deployment "
                + deployment.deployment().id() + ")";
    }

    static Stop stop(Task task, String reason) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return new Stop(id, TaskStopCode.SERVICE_SCHEDULER_INITIATED, reason);
    }
}
