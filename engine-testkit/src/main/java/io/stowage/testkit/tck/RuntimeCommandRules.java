package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.testkit.tck.ContainerRuntimeTck.Check;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Commands in containers, as health checks run them. */
interface RuntimeCommandRules extends RuntimeRules {

    @Test
    default void rt35_aCommandAnswersWithItsExitCode() throws Exception {
        RuntimeUnderTest test = underTest();
        for (int exitCode : List.of(0, 1)) {
            Check check = test.tck().check(exitCode);
            String name = test.start("a" + exitCode, check.container());
            // A container may have to get ready before anything in it succeeds.
            CommandResult[] last = new CommandResult[1];
            boolean seen = test.comesTrue(() -> {
                last[0] = run(test, name, check.command(), test.tck().patience());
                return Integer.valueOf(exitCode).equals(last[0].exitCode());
            });
            assertThat(seen)
                    .as("exit code %s of the command; it was %s", exitCode, last[0])
                    .isTrue();
            assertThat(last[0].succeeded()).isEqualTo(exitCode == 0);
            assertThat(last[0].output()).isNotNull();
            assertThat(test.phase(name)).as("the container, afterwards").isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    default void rt36_aCommandThatDoesNotEndIsKilledAtItsTimeOut() throws Exception {
        RuntimeUnderTest test = underTest();
        Check check = test.tck().hangingCheck();
        String name = test.start("a", check.container());
        Callable<CommandResult> hanging = () -> run(test, name, check.command(), Duration.ofMillis(300));
        CommandResult result = test.atOnce(List.of(hanging)).get(0);
        assertThat(result.exitCode()).isNull();
        assertThat(result.succeeded()).isFalse();
        assertThat(test.phase(name)).as("the container, afterwards").isEqualTo(Phase.RUNNING);
        assertThat(run(test, name, check.command(), Duration.ofMillis(50)).exitCode())
                .as("the next one")
                .isNull();
    }

    @Test
    default void rt37_whereNothingRunsNoCommandRuns() throws Exception {
        RuntimeUnderTest test = underTest();
        Check check = test.tck().check(0);
        String name = test.name("a");
        assertRefused(test, name, check);
        test.create("a", check.container());
        assertRefused(test, name, check);
        test.runtime().start(name);
        test.runtime().kill(name);
        test.awaitExit(name);
        assertRefused(test, name, check);
    }

    private static void assertRefused(RuntimeUnderTest test, String name, Check check) {
        assertThat(RuntimeUnderTest.refusal(() ->
                        test.runtime().run(name, check.command(), test.tck().patience())))
                .as("the refusal")
                .isNotNull();
    }

    /** One command that hangs holds up neither its own container nor another one. */
    @Test
    default void rt38_aCommandHoldsUpNoOtherVerb() throws Exception {
        RuntimeUnderTest test = underTest();
        Check check = test.tck().hangingCheck();
        String name = test.start("a", check.container());
        String other = test.start("b", test.tck().sleeping());
        ContainerRuntime runtime = test.runtime();
        Duration patience = test.tck().patience();
        List<Callable<Boolean>> both = List.of(
                () -> {
                    // Whatever it says: its container goes away under it.
                    RuntimeUnderTest.outcomeOf(() -> runtime.run(name, check.command(), patience));
                    return true;
                },
                () -> {
                    long begun = System.nanoTime();
                    runtime.inspect(name);
                    runtime.list(test.labels());
                    runtime.kill(other);
                    test.awaitExit(other);
                    runtime.kill(name);
                    test.awaitExit(name);
                    return System.nanoTime() - begun < patience.toNanos();
                });
        assertThat(test.atOnce(both)).containsOnly(true);
    }

    private static CommandResult run(RuntimeUnderTest test, String name, List<String> command, Duration timeout) {
        try {
            return test.runtime().run(name, command, timeout);
        } catch (ContainerRuntimeException refused) {
            throw new AssertionError("the command " + command + " could not be run", refused);
        }
    }
}
