package io.stowage.core.operation;

import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Transaction;
import java.time.Instant;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * What an operation has to work with.
 *
 * @param transaction where changes go
 * @param newId yields fresh ids
 * @param random yields a random number below its argument
 * @param agents takes what agents have to say
 * @param rules the host application's own filters and scorers
 */
public record OperationTurn(
        Transaction transaction,
        Supplier<String> newId,
        LongUnaryOperator random,
        AgentHearing agents,
        PlacementRules rules) {

    public ClusterState state() {
        return transaction.state();
    }

    public Instant now() {
        return transaction.now();
    }
}
