package io.stowage.testkit.invariant;

import io.stowage.core.state.Kind;
import io.stowage.spi.Write;
import io.stowage.testkit.store.HostTransactions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** S32: requests and replies, against the transactions of the host application that the requests were added to. */
final class Enlistments {

    private final HostTransactions transactions;
    private final Set<String> answered = new LinkedHashSet<>();

    Enlistments(HostTransactions transactions) {
        this.transactions = transactions;
    }

    void check(List<Write> writes, Report report) {
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                check(put, report);
            }
        }
    }

    private void check(Write.Put put, Report report) {
        if (transactions.isUncommitted(put.id())) {
            report.violated(
                    Invariant.S32,
                    "There is " + put.kind() + " " + put.id() + " of a transaction that is not committed.");
        }
        boolean isReply = put.kind().equals(Kind.REPLY.storedName());
        if (isReply && transactions.committed().contains(put.id()) && !answered.add(put.id())) {
            report.violated(Invariant.S32, "Request " + put.id() + " was carried out twice.");
        }
    }

    /** Requests of committed transactions that were never answered, a sentence each. */
    List<String> unanswered() {
        return transactions.committed().stream()
                .filter(id -> !answered.contains(id))
                .map(id -> "Request " + id + " of a transaction that is committed was not carried out.")
                .toList();
    }

    /** The store lost what was done last. */
    void forget() {
        answered.clear();
    }
}
