package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.AbsenceBrake.ListMade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AbsenceBrakePropertiesTest {

    private static final int RUNNING = 12;

    /** A list of what runs, some time after the one before it, and whether it is made over a new connection. */
    record Look(Set<Integer> missing, int secondsLater, boolean reconnected) {}

    @Provide
    Arbitrary<List<Look>> looks() {
        Arbitrary<Set<Integer>> missing =
                Arbitraries.integers().between(1, RUNNING).set().ofMaxSize(RUNNING);
        return Combinators.combine(missing, Arbitraries.integers().between(0, 7), Arbitraries.of(true, false))
                .as(Look::new)
                .list()
                .ofMaxSize(30);
    }

    private record Made(ListMade list, Set<Integer> missing, boolean many) {}

    private static boolean many(Set<Integer> missing) {
        return missing.size() > Math.max(1, RUNNING / 10.0);
    }

    /** What was said at every list is compared with all lists before it. */
    @Property(tries = 3000)
    void whatIsBelievedOfManyWasMissingAllTheTimeFromAnEarlierListOverAnotherConnection(
            @ForAll("looks") List<Look> looks) {
        AbsenceBrake<Integer> brake = new AbsenceBrake<>();
        List<Made> before = new ArrayList<>();
        int connection = 1;
        long now = 0;
        for (Look look : looks) {
            now += Duration.ofSeconds(look.secondsLater()).toNanos();
            connection += look.reconnected() ? 1 : 0;
            ListMade list = new ListMade(connection, now);
            Set<Integer> missing = new TreeSet<>(look.missing());
            Set<Integer> doubted = brake.doubted(missing, RUNNING, list);

            assertThat(missing).containsAll(doubted);
            Set<Integer> believed = new TreeSet<>(missing);
            believed.removeAll(doubted);
            for (int container : missing) {
                assertThat(believed.contains(container))
                        .isEqualTo(!many(missing) || confirmed(container, list, before));
            }
            before.add(new Made(list, missing, many(missing)));
            // What is believed once begins anew should it be missed again.
            for (int i = 0; i < before.size(); i++) {
                Set<Integer> left = new TreeSet<>(before.get(i).missing());
                left.removeAll(believed);
                before.set(i, new Made(before.get(i).list(), left, before.get(i).many()));
            }
        }
    }

    /** Whether a list lacked it 5 s or more ago, over an earlier connection, and so did all lists since, each lacking many. */
    private static boolean confirmed(int container, ListMade list, List<Made> before) {
        boolean confirmed = false;
        for (int i = before.size() - 1; i >= 0; i--) {
            Made earlier = before.get(i);
            if (!earlier.missing().contains(container) || !earlier.many()) {
                break;
            }
            confirmed = earlier.list().connection() < list.connection()
                    && list.begunAt() - earlier.list().begunAt()
                            >= Duration.ofSeconds(5).toNanos();
        }
        return confirmed;
    }

    private static Set<String> of(int count) {
        Set<String> containers = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            containers.add("c" + i);
        }
        return containers;
    }

    @Example
    void oneAloneOrATenthIsJudgedAtOnce() {
        ListMade list = new ListMade(1, 0);
        assertThat(new AbsenceBrake<String>().doubted(of(1), 1, list)).isEmpty();
        assertThat(new AbsenceBrake<String>().doubted(of(10), 100, list)).isEmpty();
        assertThat(new AbsenceBrake<String>().doubted(of(2), 2, list)).hasSize(2);
        assertThat(new AbsenceBrake<String>().doubted(of(11), 100, list)).hasSize(11);
    }
}
