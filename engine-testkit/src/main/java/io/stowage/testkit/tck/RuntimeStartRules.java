package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A container runs at most once. */
interface RuntimeStartRules extends RuntimeRules {

    @Test
    default void rt13_aStartedContainerRuns() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        test.letALittleTimePass();
        assertThat(test.state(name))
                .returns(Phase.RUNNING, ContainerState::phase)
                .returns(null, ContainerState::exitCode)
                .returns(null, ContainerState::finishedAt);
        assertThat(test.state(name).startedAt()).isNotNull();
    }

    @Test
    default void rt14_startingAgainChangesNothing() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        ContainerState running = test.state(name);
        test.runtime().start(name);
        test.connect().start(name);
        assertThat(test.state(name)).isEqualTo(running);
    }

    @Test
    default void rt15_whatHasEndedIsNotRunASecondTime() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().exiting(3));
        ContainerState ended = test.awaitExit(name);
        test.runtime().start(name);
        test.letALittleTimePass();
        assertThat(test.state(name)).isEqualTo(ended);
    }

    @Test
    default void rt16_whatIsAbsentCanNotBeStarted() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.name("a");
        RuntimeUnderTest.assertRefused(
                Category.CannotStartContainerError, () -> test.runtime().start(name));
        assertThat(test.runtime().inspect(name)).isEqualTo(new Observation.Absent());
        test.create("a", test.tck().sleeping());
        test.runtime().remove(name);
        RuntimeUnderTest.assertRefused(
                Category.CannotStartContainerError, () -> test.runtime().start(name));
    }

    @Test
    default void rt17_ofManyWhoStartOneContainerAtOnceAllFindItRunning() throws Exception {
        RuntimeUnderTest test = underTest();
        for (int round = 0; round < 5; round++) {
            String name = test.create("a" + round, test.tck().sleeping());
            List<Callable<ContainerState>> starters = new ArrayList<>();
            for (int i = 0; i < Math.max(2, test.tck().callers()); i++) {
                ContainerRuntime connection = test.connect();
                starters.add(() -> {
                    connection.start(name);
                    return RuntimeUnderTest.state(connection, name);
                });
            }
            assertThat(test.atOnce(starters)).extracting(ContainerState::phase).containsOnly(Phase.RUNNING);
            ContainerState running = test.state(name);
            test.letALittleTimePass();
            assertThat(test.state(name)).isEqualTo(running);
        }
    }
}
