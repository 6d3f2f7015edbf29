package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Many at once. */
interface RuntimeScaleRules extends RuntimeRules {

    int CONTAINERS = 100;

    @Test
    default void rt49_aHundredContainersLiveAtOnce() throws Exception {
        RuntimeUnderTest test = underTest();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            names.add(String.format(Locale.ROOT, "a%03d", i));
        }
        inTurns(test, names, name -> test.start(name, test.tck().sleeping()));
        assertThat(test.list()).hasSize(CONTAINERS).allMatch(state -> state.phase() == Phase.RUNNING);
        assertThat(test.listedNames(test.runtime())).isSorted();
        // Every second one ends; the others do not notice.
        List<String> ending = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i += 2) {
            ending.add(names.get(i));
        }
        inTurns(test, ending, name -> test.runtime().kill(test.name(name)));
        for (String name : ending) {
            test.awaitExit(test.name(name));
        }
        assertThat(test.list())
                .extracting(ContainerState::phase)
                .as("of each pair of neighbours, one was killed")
                .isEqualTo(alternating());
        inTurns(test, ending, name -> test.runtime().remove(test.name(name)));
        assertThat(test.list()).hasSize(CONTAINERS / 2).allMatch(state -> state.phase() == Phase.RUNNING);
    }

    private static List<Phase> alternating() {
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            phases.add(i % 2 == 0 ? Phase.EXITED : Phase.RUNNING);
        }
        return phases;
    }

    /** Does something to a container. */
    interface Deed {
        void to(String name) throws Exception;
    }

    /** To each of them, by as many threads as may call. */
    private static void inTurns(RuntimeUnderTest test, List<String> names, Deed deed) throws Exception {
        int callers = test.tck().callers();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int first = caller;
            work.add(() -> {
                for (int i = first; i < names.size(); i += callers) {
                    deed.to(names.get(i));
                }
                return first;
            });
        }
        assertThat(test.atOnce(work)).hasSize(callers);
    }
}
