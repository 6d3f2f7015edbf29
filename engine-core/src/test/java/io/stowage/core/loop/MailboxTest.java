package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What waits for a turn, and how it is coalesced. */
class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    private static TaskReport report(long sequence) {
        return new TaskReport(
                "t1", sequence, TaskStatus.RUNNING, HealthStatus.UNKNOWN, List.of(), null, null, null, null, null);
    }

    private void addOperation() {
        ClusterOperation<String> operation = turn -> "done";
        mailbox.add(new Mailbox.Waiting<>(operation, new CompletableFuture<>(), 0));
    }

    private List<Long> sequences() {
        return mailbox.takeWords().stream()
                .map(AgentWord::reports)
                .flatMap(List::stream)
                .map(TaskReport::sequence)
                .toList();
    }

    @Test
    void ofEachTaskTheLatestReportCountsInWhateverOrderTheyCome() {
        mailbox.addReports("i1", 1, List.of(report(1), report(3)));
        mailbox.addReports("i1", 1, List.of(report(2)));
        assertThat(sequences()).containsExactly(3L);
    }

    @Test
    void whatAnAgentOfALaterAttachmentSaysTakesThePlaceOfWhatTheFormerOneSaid() {
        mailbox.addReports("i1", 1, List.of(report(7)));
        mailbox.addReports("i1", 2, List.of(report(1)));
        mailbox.addReports("i1", 1, List.of(report(8)));
        assertThat(sequences()).containsExactly(1L);
    }

    @Test
    void asManyOperationsAreTakenAsMayBe() {
        addOperation();
        addOperation();
        addOperation();
        assertThat(mailbox.takeOperations(2)).hasSize(2);
        assertThat(mailbox.takeOperations(2)).hasSize(1);
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void itsDepthIsAllThatWaits() {
        assertThat(mailbox.depth()).isZero();
        addOperation();
        mailbox.addReports("i1", 1, List.of(report(1), report(2)));
        mailbox.addReports("i2", 1, List.of(report(1)));
        mailbox.addConnection("i1", new Mailbox.Connection(1, new AgentWord.Contact(true, "sim 1")));
        assertThat(mailbox.depth()).isEqualTo(4);

        mailbox.forgetObservations();
        assertThat(mailbox.depth()).isEqualTo(2);
    }
}
