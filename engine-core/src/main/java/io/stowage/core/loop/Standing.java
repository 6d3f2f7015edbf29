package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.Licence;

/**
 * On what the licences of this engine's agents rest. An engine that leads is the only one that attaches, so its agents may act while it
 * trusts the cluster's lease. One that doesn't lead may go on with the hosts of its own place, while it trusts the lease of its
 * {@link Presence}: whoever attaches such an instance to another engine takes that lease first.
 */
record Standing(Licence leader, Licence presence) {

    /** The licence of the agent of an attachment, as long as the attachment is the committed one. */
    Licence of(Attachment attachment) {
        return attachment.local() ? () -> leader.holds() || presence.holds() : leader;
    }
}
