package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.Claim;
import io.stowage.core.operation.AgentsLost;
import io.stowage.core.operation.ClaimInstances;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.store.LeaseRounds;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.Lease;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which engines are gone whose agents nobody else can replace from where he is, and what follows from that.
 *
 * <p>An engine that runs agents and doesn't lead holds the lease of its {@link Presence}. Whoever gets that lease knows that those agents
 * don't act, and that they won't before he gives it back. With this proof in hand an engine of the same place claims the instances; the
 * leader lets the others count as not connected. Then the lease is given back: the engine may only have been out of touch.
 *
 * <p>Who has nothing to find out asks for nothing. Belongs to the loop's strand.
 */
final class Departures {

    /** Hands in an operation of this engine. */
    interface Submit {
        <T> CompletableFuture<T> submit(ClusterOperation<T> operation);
    }

    private final String clusterName;
    private final LoopContext context;
    private final Strand strand;
    private final LoopSettings.LeaseSettings settings;
    private final Supplier<@Nullable ClusterState> known;
    private final Submit loop;
    private boolean leads;
    private boolean ahead;
    private boolean claims;
    private int underway;
    /** How many proofs were given back: that may take long, and what is held by then is another one. */
    private int givenBack;

    /** What is to be done about one engine should it be gone. */
    private static final class Absence {
        final List<Claim> claims = new ArrayList<>();
        boolean lost;
    }

    /** @param known the state as far as this engine knows it; null if it knows nothing */
    Departures(
            String clusterName,
            LoopContext context,
            Strand strand,
            LoopSettings.LeaseSettings settings,
            Supplier<@Nullable ClusterState> known,
            Submit loop) {
        this.clusterName = clusterName;
        this.context = context;
        this.strand = strand;
        this.settings = settings;
        this.known = known;
        this.loop = loop;
    }

    /** The state was read, or attachments or instances have changed. */
    void look(boolean leadsNow) {
        leads = leadsNow;
        if (!ahead && underway == 0) {
            ahead = true;
            strand.execute(() -> look(this::prove));
        }
    }

    /** Whether this engine is about to claim instances. */
    boolean claims() {
        return claims;
    }

    private void look(BiConsumer<String, Absence> prove) {
        ahead = false;
        claims = false;
        ClusterState state = known.get();
        if (state != null) {
            Map<String, Absence> absences = absences(state);
            claims = absences.values().stream().anyMatch(absence -> !absence.claims.isEmpty());
            underway = absences.size();
            absences.forEach(prove);
        }
    }

    /** One engine is dealt with; after the last one there is a while until they are asked about again. */
    private void done() {
        underway--;
        if (underway == 0) {
            ahead = true;
            // The round after the one that is about to end.
            strand.schedule(settings.renewEvery().dividedBy(2), () -> look(this::proveInRound));
        }
    }

    private Map<String, Absence> absences(ClusterState state) {
        Map<String, Absence> absences = new LinkedHashMap<>();
        for (Attachment attachment : state.localAttachments()) {
            // The leader is there, and holds no lease to show it.
            if (attachment.engineId().equals(context.engineId())
                    || attachment.engineId().equals(state.leader())) {
                continue;
            }
            InstanceState instance = state.instance(attachment.containerInstanceId());
            String here = place(attachment, instance);
            if (here != null && here.equals(attachment.place())) {
                absence(absences, attachment)
                        .claims
                        .add(new Claim(
                                attachment.containerInstanceId(),
                                context.engineId(),
                                here,
                                attachment.engineId(),
                                attachment.epoch()));
            } else if (leads && instance != null && instance.connected()) {
                absence(absences, attachment).lost = true;
            }
        }
        return absences;
    }

    private static Absence absence(Map<String, Absence> absences, Attachment attachment) {
        return absences.computeIfAbsent(attachment.engineId(), id -> new Absence());
    }

    private @Nullable String place(Attachment attachment, @Nullable InstanceState instance) {
        ContainerInstance record = attachment.former() != null
                ? attachment.former().instance()
                : instance == null ? null : instance.record();
        return record == null ? null : context.agents().place(record);
    }

    private void prove(String engineId, Absence absence) {
        String partition = Presence.partition(engineId, clusterName);
        String holder = context.engineId() + "/" + givenBack;
        call(
                () -> context.store().store().acquire(partition, holder, settings.timeToLive()),
                (Outcome<Optional<Lease>> outcome) -> proved(engineId, absence, outcome));
    }

    /** The same along with the renewals of the engine's leases. */
    private void proveInRound(String engineId, Absence absence) {
        String partition = Presence.partition(engineId, clusterName);
        String holder = context.engineId() + "/" + givenBack;
        context.rounds()
                .leases()
                .join(
                        new LeaseRounds.Acquisition(
                                strand,
                                partition,
                                holder,
                                () -> true,
                                (outcome, sentAt) -> proved(engineId, absence, outcome)),
                        settings.terms());
    }

    private void proved(String engineId, Absence absence, Outcome<Optional<Lease>> outcome) {
        if (outcome instanceof Outcome.Success<Optional<Lease>> success
                && success.value() != null
                && success.value().isPresent()) {
            isGone(engineId, absence, success.value().get());
        } else {
            done();
        }
    }

    private void isGone(String engineId, Absence absence, Lease proof) {
        List<CompletableFuture<?>> consequences = new ArrayList<>();
        if (!absence.claims.isEmpty()) {
            consequences.add(loop.submit(new ClaimInstances(absence.claims)));
        }
        if (absence.lost) {
            consequences.add(loop.submit(new AgentsLost(engineId)));
        }
        // However they end: the state says what is true now, and is looked at again.
        CompletableFuture<Void> unused = CompletableFuture.allOf(consequences.toArray(CompletableFuture[]::new))
                .handle((done, failed) -> {
                    strand.execute(() -> giveBack(proof));
                    return null;
                });
    }

    private void giveBack(Lease proof) {
        givenBack++;
        call(
                () -> {
                    context.store().store().release(proof);
                    return Boolean.TRUE;
                },
                outcome -> done());
    }

    private <T> void call(Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        strand.call(context.store().lane(), context.store().callDeadline(), work, onOutcome);
    }
}
