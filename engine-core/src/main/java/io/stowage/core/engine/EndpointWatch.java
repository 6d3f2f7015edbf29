package io.stowage.core.engine;

import io.stowage.Endpoint;
import io.stowage.EndpointListener;
import io.stowage.core.event.LatestOnly;
import io.stowage.core.operation.ListEndpoints;
import io.stowage.core.world.Strand;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.event.ContainerInstanceStateChange;
import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.Subscription;
import io.stowage.event.TaskStateChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener told which tasks of a service take traffic.
 *
 * <p>It looks: once at the beginning, after each event that may matter, and now and then, for what makes no event. Events are never applied to the list
 * by themselves: a commit that lets one task take traffic and another go makes two, and between them there would be fewer than there ever were.
 *
 * <p>Belongs to its strand.
 */
final class EndpointWatch implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointWatch.class);
    private static final Duration LOOK_NOW_AND_THEN = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String group;
    private final Strand strand;
    private final Looking<ListEndpoints.Answer> looking;
    private final LatestOnly<List<Endpoint>> listener;
    private final Subscription events;
    /** As it was seen last; null before the first look. */
    private ListEndpoints.@Nullable Answer seen;

    /** @param look sees the service as it is now, or as it will be */
    EndpointWatch(
            String clusterArn,
            String serviceName,
            Supplier<CompletableFuture<ListEndpoints.Answer>> look,
            EndpointListener listener,
            EngineCore core) {
        this.group = "service:" + serviceName;
        this.strand = core.world().strand("endpoints");
        this.looking = new Looking<>(strand, look, this::looked);
        this.listener = new LatestOnly<>(core.world(), strand, listener, listener::onEndpoints);
        this.events = core.events().subscribe(clusterArn, new Listener());
        strand.execute(looking::look);
    }

    private final class Listener implements EcsEventListener {
        @Override
        public void onEvent(EcsEvent event) {
            if (event instanceof TaskStateChange change) {
                if (change.detail().group().equals(group)) {
                    strand.execute(looking::look);
                }
            } else if (event instanceof ContainerInstanceStateChange change) {
                strand.execute(() -> heard(change.detail().containerInstanceArn()));
            }
        }

        @Override
        public void onMissed(long count) {
            strand.execute(looking::look);
        }
    }

    private void heard(String containerInstanceArn) {
        if (looking.looking() || seen == null || seen.containerInstances().contains(containerInstanceArn)) {
            looking.look();
        }
    }

    private Duration looked(ListEndpoints.@Nullable Answer answer, @Nullable Throwable failure) {
        ListEndpoints.Answer known = answer == null && isMissing(failure) ? ListEndpoints.Answer.NONE : answer;
        if (known == null) {
            LOG.debug("The endpoints of {} could not be seen; what was seen last holds", group, failure);
            return AFTER_FAILURE;
        }
        seen = known;
        listener.offer(known.endpoints());
        return LOOK_NOW_AND_THEN;
    }

    private static boolean isMissing(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ServiceNotFoundException || cause instanceof ClusterNotFoundException;
    }

    @Override
    public void close() {
        events.close();
        listener.close();
        strand.execute(looking::end);
    }
}
