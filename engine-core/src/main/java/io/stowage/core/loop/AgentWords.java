package io.stowage.core.loop;

import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.AgentWord.Contact;
import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.world.Strand;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what agents say from their strands to the loop's, with the epoch of the attachment that each runs for. Agents count their reports
 * each for itself: without it, a report of a former agent would pass for one of the present one.
 */
final class AgentWords {

    private final Strand strand;
    private final Mailbox mailbox;
    private final Runnable arrived;

    /** @param arrived runs on the loop's strand when there is something new in the mailbox */
    AgentWords(Strand strand, Mailbox mailbox, Runnable arrived) {
        this.strand = strand;
        this.mailbox = mailbox;
        this.arrived = arrived;
    }

    private void post(Consumer<Mailbox> message) {
        strand.execute(() -> {
            message.accept(mailbox);
            arrived.run();
        });
    }

    /** Where the agent of an attachment speaks to. */
    ControlPlane from(Attachment attachment) {
        long epoch = attachment.epoch();
        return new ControlPlane() {
            @Override
            public void connection(String containerInstanceId, boolean connected, @Nullable String detail) {
                Contact contact = new Contact(connected, detail == null ? "" : detail);
                post(box -> box.addConnection(containerInstanceId, new Mailbox.Connection(epoch, contact)));
            }

            @Override
            public void reports(String containerInstanceId, List<TaskReport> reports) {
                post(box -> box.addReports(containerInstanceId, epoch, reports));
            }

            @Override
            public void ask(String containerInstanceId, List<AgentWord.Question> questions) {
                post(box -> box.addQuestions(containerInstanceId, epoch, questions));
            }

            @Override
            public void clean(String containerInstanceId) {
                post(box -> box.addClean(containerInstanceId, epoch));
            }
        };
    }
}
