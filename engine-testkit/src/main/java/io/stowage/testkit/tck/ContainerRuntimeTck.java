package io.stowage.testkit.tck;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link ContainerRuntime} as tests. Extend it in the tests of your runtime, say how to connect and which images do what,
 * and run it.
 *
 * <p>Each test is one numbered rule; {@code docs/writing-a-runtime.md} lists them. A test makes containers under names of its own, finds
 * them by a label of its own, and removes them, so that the host may be one that others use too. A runtime that implements
 * {@link io.stowage.spi.FollowsLogs} has its test implement {@link FollowsLogsTck} besides.
 */
@Timeout(180)
public abstract class ContainerRuntimeTck
        implements RuntimeConnectionRules,
                RuntimeCreateRules,
                RuntimeStartRules,
                RuntimeEndRules,
                RuntimeListRules,
                RuntimeAdoptionRules,
                RuntimeCommandRules,
                RuntimePortRules,
                RuntimeValueRules,
                RuntimeScaleRules {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CALLERS = 8;
    private static final int TERMINATED = 143;

    /**
     * A container and a command to run in it.
     *
     * @param container stays until it is ended
     * @param command for {@link ContainerRuntime#run}
     */
    public record Check(ContainerDefinition container, List<String> command) {}

    /**
     * What the program in a container found when it began.
     *
     * @param words its arguments
     * @param environment all of its environment
     * @param workingDirectory where it runs; null where there is no such thing
     */
    public record Arrived(
            List<String> words,
            Map<String, String> environment,
            @Nullable String workingDirectory) {}

    private @Nullable RuntimeUnderTest underTest;

    /** The provider of the runtime. Called once for each test. */
    protected abstract ContainerRuntimeProvider provider() throws Exception;

    /** What to connect for: the host, as a container instance has registered it. The same one during a test. */
    protected abstract RuntimeTarget target() throws Exception;

    /** Runs until it is ended; SIGTERM ends it. */
    protected abstract ContainerDefinition sleeping();

    /** Runs until it is killed: SIGTERM does not end it. */
    protected abstract ContainerDefinition deaf();

    /** Ends by itself, soon and with this exit code, from 0 to 255. */
    protected abstract ContainerDefinition exiting(int exitCode);

    /** Tells {@link #arrived} what it was given, and ends with exit code 0. {@code words} are its arguments. */
    protected abstract ContainerDefinition reporting(List<String> words);

    /** What a container that was made of {@link #reporting}, and has ended, told. */
    protected abstract Arrived arrived(ContainerRuntime runtime, String name) throws Exception;

    /** A command that ends at once with this exit code, 0 or 1. */
    protected abstract Check check(int exitCode);

    /** A command that does not end. */
    protected abstract Check hangingCheck();

    /** The name of an image that can't be had. */
    protected String missingImage() {
        return "stowage-tck/no-such-image";
    }

    /** Properties of a target that are wrong. Unless overridden, one that no runtime knows. */
    protected Map<String, String> wrongProperties() {
        return Map.of("stowage-tck-no-such-property", "x");
    }

    /** A directory that programs may run in, other than the one they run in by themselves. */
    protected String workingDirectory() {
        return "/";
    }

    /** Returns once a running container made of {@link #deaf} is deaf. Unless overridden it is from its beginning. */
    protected void awaitDeaf(ContainerRuntime runtime, String name) throws Exception {
        // It is.
    }

    /** How {@link #sleeping} ends at SIGTERM: 143 unless overridden, for a program that does not catch it. */
    protected int exitCodeAtStopSignal() {
        return TERMINATED;
    }

    /** Lets time go by. Unless overridden it really does; a simulated runtime moves its own. */
    protected void letTimePass(Duration time) {
        Together.wait(time);
    }

    /** How many threads call the runtime at once; 8 unless overridden. 1 for a simulation that runs in one thread. */
    protected int callers() {
        return CALLERS;
    }

    /** How long a test waits for what has to happen before it counts as not happening; 20 s unless overridden. */
    protected Duration patience() {
        return PATIENCE;
    }

    /** Called after each test, when its containers are removed and its connections closed: cleans up what the test's host was. */
    protected void afterDisconnecting() throws Exception {
        // Nothing to clean up.
    }

    @BeforeEach
    final void connect() throws Exception {
        underTest = new RuntimeUnderTest(this, provider(), target());
    }

    @AfterEach
    final void removeAll() throws Exception {
        try {
            if (underTest != null) {
                underTest.close();
            }
        } finally {
            afterDisconnecting();
        }
    }

    @Override
    public final RuntimeUnderTest underTest() {
        if (underTest == null) {
            throw new IllegalStateException("There is a runtime during a test only.");
        }
        return underTest;
    }
}
