package io.stowage.testkit.invariant;

import static io.stowage.testkit.invariant.InvariantsTest.violates;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.testkit.store.HostTransactions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The invariant of requests in the host application's transactions can fail. */
class EnlistmentsTest {

    private static final String INBOX = "inbox/" + Doctored.CLUSTER;

    private final Doctored doctored = new Doctored();
    private final HostTransactions transactions = doctored.store.hostTransactions();

    private HostTransactions.Pending asked(String request) {
        HostTransactions.Pending transaction = transactions.begin();
        transaction.put(INBOX, new StoredRecord("request", request, 1, Payload.ofText("{}")));
        return transaction;
    }

    @Test
    void whatIsCommittedIsMovedByWhoeverLooksAndMissedUntilItIsAnswered() {
        HostTransactions.Pending transaction = asked("r");
        assertThat(doctored.store.changed(Map.of(), Duration.ZERO)).isEmpty();
        assertThat(doctored.store.read(INBOX).records()).isEmpty();
        transaction.commit();
        assertThat(doctored.store.changed(Map.of(), Duration.ZERO)).isEmpty();
        assertThat(doctored.store.read(INBOX).records()).hasSize(1);
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER))
                .anySatisfy(shortcoming -> assertThat(shortcoming).contains("Request r"));
        assertThat(doctored.invariants.isAtRest(Doctored.CLUSTER)).isFalse();
        doctored.commit(doctored.put("reply", "r", "anything"));
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER))
                .noneSatisfy(shortcoming -> assertThat(shortcoming).contains("Request r"));
    }

    @Test
    void s32SeesARequestThatIsCarriedOutTwice() {
        asked("r").commit();
        doctored.commit(doctored.put("reply", "r", "anything"));
        violates(Invariant.S32, () -> doctored.commit(doctored.put("reply", "r", "anything")));
    }

    @Test
    void s32SeesWhatComesOfATransactionThatIsNotCommitted() {
        HostTransactions.Pending unused = asked("r");
        violates(Invariant.S32, () -> doctored.commit(doctored.put("reply", "r", "anything")));
    }
}
