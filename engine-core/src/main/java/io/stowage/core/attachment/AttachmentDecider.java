package io.stowage.core.attachment;

import io.stowage.core.agent.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * Decides which engine runs the agent of a container instance.
 *
 * <p>A host that any engine reaches is the leader's: whoever takes over attaches it to itself. A host that only engines of its own place
 * reach is attached to the engine that registered it, and stays so whoever leads, until another engine of that place is registered for it
 * or claims it because the former one is gone. That the former one is gone is proven by the claimant, through the lease that every engine
 * holds which runs agents and does not lead; the leader has none, but is the one who decides.
 *
 * <p>Each decision yields the attachment to commit, with an epoch higher than any before, or null if the committed one stays.
 */
public final class AttachmentDecider {

    private AttachmentDecider() {}

    /** For an instance that this engine leads. */
    public static @Nullable Attachment led(String instanceId, @Nullable Attachment known, String leader) {
        if (known == null) {
            return new Attachment(instanceId, leader, 1, null);
        }
        return known.local() || known.engineId().equals(leader) ? null : known.to(leader);
    }

    /** For an instance that is registered, or registered again at the same host: what any engine reaches is left to the leader. */
    public static @Nullable Attachment registered(String instanceId, @Nullable Attachment known, Registrar registrar) {
        String place = registrar.place();
        if (place == null) {
            return null;
        }
        if (known == null) {
            return new Attachment(instanceId, registrar.engineId(), 1, place);
        }
        boolean same = place.equals(known.place()) && known.engineId().equals(registrar.engineId());
        return same ? null : new Attachment(instanceId, registrar.engineId(), known.epoch() + 1, place);
    }

    /** For an instance that an engine claims. */
    public static @Nullable Attachment claimed(@Nullable Attachment known, Claim claim, @Nullable String leader) {
        // The leader is not gone, whatever lease it doesn't hold.
        boolean alive = claim.gone().equals(leader) && !claim.claimant().equals(leader);
        if (known == null || alive || !isAsClaimed(known, claim)) {
            return null;
        }
        return known.to(claim.claimant());
    }

    private static boolean isAsClaimed(Attachment known, Claim claim) {
        return claim.place().equals(known.place())
                && known.engineId().equals(claim.gone())
                && known.epoch() == claim.epoch();
    }
}
