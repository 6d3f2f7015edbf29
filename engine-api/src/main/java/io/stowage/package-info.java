/**
 * The engine and its groups of operations: the door of a host application.
 *
 * <p>What holds for every operation, unless its Javadoc says otherwise:
 *
 * <ul>
 *   <li><b>Threads.</b> It may be called from any thread, and blocks until what it changed is committed, or what it asks for is
 *       known. It must not be called from an {@link io.stowage.event.EcsEventListener} that others wait for.
 *   <li><b>Deadline.</b> After the engine's {@code operationTimeout} it gives up with a
 *       {@link io.stowage.error.ServerException}, which says that no answer came in time and that the outcome is unknown: an
 *       operation that changes something may have been carried out, or may still be. An interrupted thread gives up in the same
 *       way, and stays interrupted.
 *   <li><b>Several engines.</b> Any engine on a store may be asked for anything. One that doesn't lead the cluster hands on what
 *       changes something to the one that does, which may take seconds. What it answers to a question was so when it was asked, or later;
 *       unless it is configured to answer from an older state, of which {@link io.stowage.PartitionHealth#readAge} says how old it is. On
 *       the engine that answered an operation, what it changed is seen from then on in any case.
 *   <li><b>Absent and empty.</b> In a request null means absent, and an empty list is an empty list. A cluster that is null is the
 *       one called {@code default}. No answer is null; a list in an answer may be empty and is unmodifiable.
 *   <li><b>Names.</b> Where a resource has to be given, its name or id and its ARN mean the same.
 *   <li><b>Pages.</b> A listing gives at most {@code maxResults} entries, 1 to 100, and the {@code nextToken} that asks for those
 *       after them; what is created or removed between two pages may or may not be seen.
 *   <li><b>Errors.</b> {@link io.stowage.error.InvalidParameterException} and {@link io.stowage.error.ClientException} for a request
 *       that breaks a rule, {@link io.stowage.error.UnsupportedFeatureException} for what the engine can't do,
 *       {@link io.stowage.error.AccessDeniedException} if the host application's authorizer says no,
 *       {@link io.stowage.error.ClusterNotFoundException} if the cluster named isn't there or is INACTIVE, and
 *       {@link io.stowage.error.ServerException} if the engine is closed, has too much to do, or its store fails. What an operation
 *       on several resources can't do for one of them is a {@link io.stowage.model.Failure} in its answer. {@link NullPointerException}
 *       for a null where null isn't allowed.
 * </ul>
 */
@NullMarked
package io.stowage;

import org.jspecify.annotations.NullMarked;
