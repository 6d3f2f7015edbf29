package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is there, and what is not. */
interface RuntimeListRules extends RuntimeRules {

    @Test
    default void rt26_whatNeverWasIsAbsent() {
        RuntimeUnderTest test = underTest();
        assertThat(test.runtime().inspect(test.name("never"))).isEqualTo(new Observation.Absent());
        for (String hostile : HostileText.WORDS) {
            assertThat(test.runtime().inspect(test.name("never") + hostile))
                    .as("what is known of a container with \"%s\" in its name", hostile)
                    .isNotNull()
                    .isNotInstanceOf(Observation.Present.class);
        }
    }

    @Test
    default void rt27_aListHasEveryContainerWithAllOfTheLabelsAndNoOther() throws Exception {
        RuntimeUnderTest test = underTest();
        test.create(test.spec("b", test.tck().sleeping()).label("task", "1").label("kind", "x"));
        test.start(test.spec("c", test.tck().sleeping()).label("task", "2").label("kind", "x"));
        test.create(test.spec("a", test.tck().sleeping()).label("task", "1").label("kind", "y"));
        test.create(test.spec("d", test.tck().sleeping()).label("task", "10").label("Task", "1"));
        test.awaitExit(test.start(test.spec("e", test.tck().exiting(0)).label("task", "1")));
        assertThat(listed(test, Map.of())).containsExactly("a", "b", "c", "d", "e");
        assertThat(listed(test, Map.of("task", "1"))).containsExactly("a", "b", "e");
        assertThat(listed(test, Map.of("task", "1", "kind", "x"))).containsExactly("b");
        assertThat(listed(test, Map.of("kind", "x"))).containsExactly("b", "c");
        assertThat(listed(test, Map.of("task", ""))).isEmpty();
        assertThat(listed(test, Map.of("task", "3"))).isEmpty();
        assertThat(listed(test, Map.of("nothing", ""))).isEmpty();
        assertThat(listed(test, Map.of("Task", "1"))).containsExactly("d");
    }

    private static List<String> listed(RuntimeUnderTest test, Map<String, String> labels) throws Exception {
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(test.labels());
        String prefix = test.name("");
        return test.runtime().list(all).stream()
                .map(state -> state.name().substring(prefix.length()))
                .toList();
    }

    @Test
    default void rt28_aListSaysOfEachContainerWhatInspectSays() throws Exception {
        RuntimeUnderTest test = underTest();
        test.create("created", test.tck().sleeping());
        String running = test.create("running", test.tck().sleeping());
        String ended = test.create("ended", test.tck().exiting(4));
        assertThat(test.list()).extracting(ContainerState::phase).containsOnly(Phase.CREATED);
        test.runtime().start(running);
        test.runtime().start(ended);
        test.awaitExit(ended);
        List<ContainerState> all = test.list();
        assertThat(all).extracting(ContainerState::phase).containsExactly(Phase.CREATED, Phase.EXITED, Phase.RUNNING);
        for (ContainerState listed : all) {
            assertThat(test.state(listed.name())).isEqualTo(listed);
        }
    }

    @Test
    default void rt29_aListStaysAsItWasGiven() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.create("a", test.tck().sleeping());
        List<ContainerState> before = test.list();
        List<ContainerState> copy = new ArrayList<>(before);
        test.runtime().start(name);
        test.create("b", test.tck().sleeping());
        assertThat(test.list()).hasSize(2);
        assertThat(before).isEqualTo(copy);
        test.runtime().kill(name);
        test.awaitExit(name);
        test.runtime().remove(name);
        assertThat(test.list()).hasSize(1);
        assertThat(before).isEqualTo(copy);
    }

    /** However often it is looked at, a container never goes back from RUNNING to CREATED or from EXITED to RUNNING. */
    @Test
    default void rt30_aContainerMovesForwardOnly() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.create("a", test.tck().exiting(0));
        Phase[] furthest = {Phase.CREATED};
        test.runtime().start(name);
        boolean ended = test.comesTrue(() -> {
            Phase phase = test.phase(name);
            assertThat(phase).isGreaterThanOrEqualTo(furthest[0]);
            furthest[0] = phase;
            return phase == Phase.EXITED;
        });
        assertThat(ended).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(test.phase(name)).isEqualTo(Phase.EXITED);
        }
    }
}
