package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How containers end and go. */
interface RuntimeEndRules extends RuntimeRules {

    int KILLED = 137;

    @Test
    default void rt18_theExitCodeIsTheProgramsOwn() throws Exception {
        RuntimeUnderTest test = underTest();
        for (int exitCode : List.of(0, 1, 2, 7, 42, 126, 127, 254, 255)) {
            String name = test.start("a" + exitCode, test.tck().exiting(exitCode));
            ContainerState ended = test.awaitExit(name);
            assertThat(ended.exitCode()).isEqualTo(exitCode);
            assertThat(ended.startedAt()).isNotNull();
            assertThat(ended.finishedAt()).isNotNull().isAfterOrEqualTo(ended.startedAt());
            assertThat(test.state(name)).as("asked for again").isEqualTo(ended);
        }
    }

    @Test
    default void rt19_aStopSignalReachesTheProgram() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        String other = test.start("b", test.tck().sleeping());
        test.runtime().signal(name, "SIGTERM");
        test.runtime().signal(name, "SIGTERM");
        assertThat(test.awaitExit(name).exitCode()).isEqualTo(test.tck().exitCodeAtStopSignal());
        assertThat(test.phase(other)).as("another container").isEqualTo(Phase.RUNNING);
    }

    @Test
    default void rt20_aProgramMayIgnoreAStopSignalButNotAKill() throws Exception {
        RuntimeUnderTest test = underTest();
        String killed = test.start("a", test.tck().deaf());
        String signalled = test.start("b", test.tck().deaf());
        for (String name : List.of(killed, signalled)) {
            test.tck().awaitDeaf(test.runtime(), name);
            test.runtime().signal(name, "SIGTERM");
            test.letALittleTimePass();
            assertThat(test.phase(name)).isEqualTo(Phase.RUNNING);
        }
        test.runtime().kill(killed);
        test.runtime().kill(killed);
        test.runtime().signal(signalled, "SIGKILL");
        assertThat(test.awaitExit(killed).exitCode()).isEqualTo(KILLED);
        assertThat(test.awaitExit(signalled).exitCode()).isEqualTo(KILLED);
    }

    @Test
    default void rt21_whatIsNoSignalIsRefusedAndEndsNothing() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        for (String signal :
                List.of("SIGNOTHING", "", " ", "9; kill -9 1", "-9", "$(id)", "SIGTERM\nSIGKILL", "sigterm ")) {
            assertThat(RuntimeUnderTest.refusal(() -> test.runtime().signal(name, signal)))
                    .as("the refusal of \"%s\"", signal)
                    .isNotNull();
        }
        test.letALittleTimePass();
        assertThat(test.phase(name)).isEqualTo(Phase.RUNNING);
    }

    @Test
    default void rt22_nothingHappensToWhatIsAbsentOrDoesNotRun() throws Exception {
        RuntimeUnderTest test = underTest();
        String absent = test.name("absent");
        test.runtime().signal(absent, "SIGTERM");
        test.runtime().kill(absent);
        test.runtime().remove(absent);
        assertThat(test.runtime().inspect(absent)).isEqualTo(new Observation.Absent());

        String created = test.create("created", test.tck().exiting(5));
        test.runtime().signal(created, "SIGTERM");
        test.runtime().signal(created, "SIGKILL");
        test.runtime().kill(created);
        assertThat(test.phase(created)).isEqualTo(Phase.CREATED);
        test.runtime().start(created);
        ContainerState ended = test.awaitExit(created);
        assertThat(ended.exitCode()).as("started after all that").isEqualTo(5);

        test.runtime().signal(created, "SIGTERM");
        test.runtime().kill(created);
        assertThat(test.state(created)).isEqualTo(ended);
    }

    @Test
    default void rt23_whatRunsIsNotRemoved() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        ContainerState running = test.state(name);
        RuntimeUnderTest.assertRefused(
                Category.CannotStopContainerError, () -> test.runtime().remove(name));
        test.letALittleTimePass();
        assertThat(test.state(name)).isEqualTo(running);
    }

    @Test
    default void rt24_whatIsRemovedIsGone() throws Exception {
        RuntimeUnderTest test = underTest();
        String created = test.create("created", test.tck().sleeping());
        String ended = test.start("ended", test.tck().exiting(1));
        test.awaitExit(ended);
        for (String name : List.of(created, ended)) {
            test.runtime().remove(name);
            assertThat(test.runtime().inspect(name)).isEqualTo(new Observation.Absent());
            test.runtime().remove(name);
        }
        assertThat(test.list()).isEmpty();
        assertThat(test.connect().list(test.labels())).isEmpty();
    }

    @Test
    default void rt25_theNameOfWhatIsRemovedIsFreeForANewRun() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().exiting(1));
        test.awaitExit(name);
        test.runtime().remove(name);
        test.create(test.spec("a", test.tck().exiting(2)).hash("hash-2"));
        assertThat(test.state(name))
                .returns(Phase.CREATED, ContainerState::phase)
                .returns(null, ContainerState::exitCode)
                .returns(null, ContainerState::startedAt)
                .returns(null, ContainerState::finishedAt);
        test.runtime().start(name);
        assertThat(test.awaitExit(name).exitCode()).isEqualTo(2);
    }
}
