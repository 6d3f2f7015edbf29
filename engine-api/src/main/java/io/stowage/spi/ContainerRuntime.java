package io.stowage.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A connection to the place where the containers of one container instance run: a Docker daemon, or the processes of a host.
 *
 * <p>The engine's agent drives it. Three rules carry everything:
 *
 * <ul>
 *   <li><b>Names are the identity.</b> The engine chooses a container's name, the same one after any crash. Two containers of one
 *       name never exist at once.
 *   <li><b>Every verb is idempotent</b>, so that it can be sent again when its outcome is unknown.
 *   <li><b>Unknown is not absent.</b> {@link ContainerRuntimeException} says "no, and nothing was changed". Every other exception
 *       and every call that doesn't answer in time means that the outcome is unknown, and is evidence of nothing.
 * </ul>
 *
 * <p>A container runs at most once. A restart is {@link #remove} followed by {@link #create} with the next
 * {@link ContainerSpec#run()}.
 *
 * <p>All methods but {@link #follow} may block. Every verb but {@link #pull} and {@link #run} is short: seconds. Methods are
 * called from several threads at once, for different containers; the engine has one call under way per container, except that
 * {@link #run} may overlap with the other verbs, and that a call it gave up on may still be running. A runtime that can do more
 * implements {@link ReportsHealth}, {@link FollowsLogs}, {@link MeasuresContainers} or {@link ExecutesInteractively} besides.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** What this runtime and its host are. Asked on every attach. */
    RuntimeDescription describe() throws ContainerRuntimeException;

    /**
     * Makes an image available on the host. Returns when it is; at once if it already was. May take minutes.
     *
     * @throws ContainerRuntimeException with {@code CannotPullContainerError} if it can't be had
     */
    PulledImage pull(String image) throws ContainerRuntimeException;

    /**
     * Creates a container that does not run yet. If a container of this name is there with the same
     * {@link ContainerSpec#specHash()}, whatever its phase, nothing happens: it is the one that an earlier call created.
     *
     * @throws ContainerRuntimeException with {@code CannotCreateContainerError} if it can't be created, or if a container of this
     *     name is there with another hash: a stranger's container is never touched
     */
    void create(ContainerSpec spec) throws ContainerRuntimeException;

    /**
     * Starts a created container. If it runs or has run, nothing happens: it is never run a second time.
     *
     * @throws ContainerRuntimeException with {@code CannotStartContainerError} if it is absent or can't be started
     */
    void start(String name) throws ContainerRuntimeException;

    /**
     * Sends a signal, by its name such as {@code SIGTERM}. Nothing happens if the container is absent or does not run.
     *
     * @throws ContainerRuntimeException if there is no signal of this name: nothing was sent
     */
    void signal(String name, String signal) throws ContainerRuntimeException;

    /** Ends a container and everything in it with force. Nothing happens if it is absent or does not run. */
    void kill(String name) throws ContainerRuntimeException;

    /**
     * Removes a container that does not run, with what it left behind. Nothing happens if it is absent.
     *
     * @throws ContainerRuntimeException with {@code CannotStopContainerError} if it runs
     */
    void remove(String name) throws ContainerRuntimeException;

    /** What is known of one container now. Does not throw: what can't be learned is {@link Observation.Unknown}. */
    Observation inspect(String name);

    /**
     * Every container, running or not, that carries all of these labels with these values.
     *
     * <p>It is asked for all the time. A runtime that knows that nothing has changed may answer with the very list of last time, if that is
     * unmodifiable: the engine passes it over.
     *
     * @return the complete list, ordered by name; empty means that there is none
     * @throws ContainerRuntimeException or any other exception if a complete list can't be had: a partial one is never returned
     */
    List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException;

    /**
     * Runs a command inside a running container and waits for it, for health checks.
     *
     * @param command the program and its arguments; nothing in it is interpreted
     * @param timeout after which the command is killed
     * @throws ContainerRuntimeException if the command could not be started
     */
    CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException;

    /**
     * Tells of changes as they happen. A hint only: events may be lost, late, doubled or out of order; the engine lists on a timer
     * as well. Does not block; the listener is called from a thread of the runtime and returns at once.
     *
     * @return closing it ends the calls
     */
    RuntimeSubscription follow(ContainerEventListener listener);

    /**
     * Ends the connection. Containers go on running. Idempotent; does not throw. What is asked afterwards may be answered or not, but
     * {@link #inspect} does not throw then either, and nothing is guessed.
     */
    @Override
    void close();
}
