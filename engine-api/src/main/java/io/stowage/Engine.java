package io.stowage;

import io.stowage.spi.HostTransaction;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container orchestration engine in the architecture of Amazon ECS: clusters of container instances, on which tasks and services
 * are placed, supervised, replaced and rolled out.
 *
 * <p>Operations are grouped by what they are about and named as in ECS. The package documentation says what holds for all of them.
 * An engine is made once and used by any number of threads. Engines that share a store share its clusters: an operation may be
 * asked of any of them.
 */
public interface Engine extends AutoCloseable {

    /** Creates, describes, changes and deletes clusters. Doesn't block. */
    Clusters clusters();

    /** Creates, describes, changes and deletes capacity providers. Doesn't block. */
    CapacityProviders capacityProviders();

    /** Registers, describes, deregisters and deletes task definitions. Doesn't block. */
    TaskDefinitions taskDefinitions();

    /** Registers container instances, drains them, deregisters them. Doesn't block. */
    ContainerInstances containerInstances();

    /** Creates services, updates, scales and deletes them, and waits for them. Doesn't block. */
    Services services();

    /** Runs, starts, stops and describes tasks, and waits for them. Doesn't block. */
    Tasks tasks();

    /** Answers where tasks would go, and why not. Doesn't block. */
    Placements placement();

    /** Answers which machines services would need, before anything is launched. Doesn't block. */
    Capacity capacity();

    /** Raises and clears the alarms that end deployments. Doesn't block. */
    Alarms alarms();

    /** Tells of what was committed. Doesn't block. */
    Events events();

    /**
     * Operations that become part of a transaction of the host application's own, on the database that the state is in. Doesn't block.
     *
     * @param transaction from the store's own module: {@code JdbcTransaction.of(connection)}
     */
    EnlistedOperations enlistedIn(HostTransaction transaction);

    /**
     * What became of an operation that was enlisted. Empty as long as it is not carried out: its transaction is not committed, or no leader has come to
     * it yet. Answers are kept for three minutes at least, and it is empty again then.
     *
     * @param cluster of the request
     * @param requestId that the operation was given
     * @param type of the operation's answer
     * @throws io.stowage.error.EcsException as the operation was refused
     * @throws IllegalArgumentException if the answer is of another type
     */
    <T extends Record> Optional<T> enlistedAnswer(@Nullable String cluster, String requestId, Class<T> type);

    /**
     * Waits for {@link #enlistedAnswer}. Blocks.
     *
     * @param deadline how long at most; the first question may take as long as any operation
     * @return empty if there was no answer by then: the operation may still be carried out
     * @throws io.stowage.error.EcsException as the operation was refused, or as {@link #enlistedAnswer} is
     * @throws io.stowage.error.InvalidParameterException if the deadline is negative
     * @throws IllegalArgumentException if the answer is of another type
     */
    <T extends Record> Optional<T> awaitEnlistedAnswer(
            @Nullable String cluster, String requestId, Class<T> type, Duration deadline);

    /** How this engine is now. Doesn't block, needs no store, and works on a closed engine too. */
    EngineHealth health();

    /**
     * The same engine on behalf of somebody: its operations hand this name to the authorizer. Without it the name is empty. Doesn't
     * block. Closing the view does nothing; it ends with the engine.
     *
     * @param principal who asks, in words that the host application's authorizer knows; may be empty
     */
    Engine withPrincipal(String principal);

    /**
     * Ends this engine: refuses new operations, fails those that wait with a {@link io.stowage.error.ServerException}, gives up
     * its leases, and closes its plugins. Stops no task: containers run on, and the next engine on the same store adopts them, where
     * the runtime allows it. Blocks for a bounded time, logs what could not be ended in it, and throws nothing. Closing again does
     * nothing.
     */
    @Override
    void close();
}
