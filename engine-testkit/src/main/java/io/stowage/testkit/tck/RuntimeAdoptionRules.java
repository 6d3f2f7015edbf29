package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import org.junit.jupiter.api.Test;

/** Connections come and go; containers stay. */
interface RuntimeAdoptionRules extends RuntimeRules {

    @Test
    default void rt31_aSecondConnectionSeesAndDoesTheSame() throws Exception {
        RuntimeUnderTest test = underTest();
        String running = test.start("a", test.tck().sleeping());
        String ended = test.start("b", test.tck().exiting(9));
        ContainerState over = test.awaitExit(ended);
        ContainerRuntime second = test.connect();
        assertThat(second.list(test.labels())).isEqualTo(test.list());
        assertThat(RuntimeUnderTest.state(second, running)).isEqualTo(test.state(running));
        assertThat(RuntimeUnderTest.state(second, ended)).isEqualTo(over);
        second.kill(running);
        ContainerState seenBySecond = test.awaitExit(second, running);
        assertThat(test.awaitExit(running)).isEqualTo(seenBySecond);
        second.remove(running);
        assertThat(test.runtime().inspect(running)).isEqualTo(new Observation.Absent());
    }

    @Test
    default void rt32_containersOutliveTheConnectionThatStartedThem() throws Exception {
        RuntimeUnderTest test = underTest();
        String created = test.create("created", test.tck().exiting(6));
        String running = test.start("running", test.tck().sleeping());
        ContainerState before = test.state(running);
        test.runtime().close();
        test.letALittleTimePass();
        ContainerRuntime next = test.connect();
        assertThat(RuntimeUnderTest.state(next, running)).isEqualTo(before);
        next.start(created);
        assertThat(test.awaitExit(next, created).exitCode()).isEqualTo(6);
        next.signal(running, "SIGTERM");
        assertThat(test.awaitExit(next, running).exitCode())
                .isEqualTo(test.tck().exitCodeAtStopSignal());
    }

    /** An exit code that nobody was there to hear may be unknown. It is never made up. */
    @Test
    default void rt33_anExitThatNobodySawIsLearnedAndNotGuessed() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().exiting(7));
        test.runtime().close();
        test.letALittleTimePass();
        ContainerRuntime next = test.connect();
        ContainerState ended = test.awaitExit(next, name);
        assertThat(ended.exitCode()).isIn(7, null);
        next.start(name);
        assertThat(RuntimeUnderTest.state(next, name).phase()).isEqualTo(Phase.EXITED);
        next.remove(name);
        assertThat(next.inspect(name)).isEqualTo(new Observation.Absent());
    }

    @Test
    default void rt34_aStartThatWasSentTwiceThroughTwoConnectionsRunsOnce() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.create("a", test.tck().sleeping());
        ContainerRuntime second = test.connect();
        test.runtime().start(name);
        ContainerState running = test.state(name);
        test.runtime().close();
        second.start(name);
        assertThat(RuntimeUnderTest.state(second, name)).isEqualTo(running);
        second.create(test.spec("a", test.tck().sleeping()).build());
        assertThat(second.list(test.labels())).containsExactly(running);
    }
}
