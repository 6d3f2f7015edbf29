package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is there; and that what isn't seen may be there all the same. */
interface ProviderDescribeRules extends ProviderRules {

    int MANY = 120;

    @Test
    default void ip28_aDescriptionHasEveryMachineWithAllOfTheTagsAndNoOther() {
        ProviderUnderTest test = underTest();
        String blue = tagged(test, "a", "colour", "blue");
        String green = tagged(test, "b", "colour", "green");
        String plain = test.launch("c").id();
        test.await(blue);
        test.await(green);
        test.await(plain);
        assertThat(test.describedIds(test.tags())).containsExactlyInAnyOrder(blue, green, plain);
        assertThat(test.describedIds(test.tags("colour", "blue"))).containsExactly(blue);
        assertThat(test.describedIds(test.tags("colour", "red"))).isEmpty();
        assertThat(test.describedIds(test.tags("colour", "b"))).isEmpty();
        assertThat(test.describedIds(test.tags("Colour", "blue"))).isEmpty();
        assertThat(test.describedIds(test.tags("nothing", ""))).isEmpty();
    }

    private static String tagged(ProviderUnderTest test, String token, String key, String value) {
        return test.launch(test.request(token, test.zone(), Purchase.ON_DEMAND, test.tags(key, value)))
                .id();
    }

    @Test
    default void ip29_aStrangersMachineWithSimilarTagsIsNotAmongThem() {
        ProviderUnderTest test = underTest();
        String value = test.tags().get(ProviderUnderTest.TEST);
        String ours = tagged(test, "a", "colour", "blue");
        test.cloud().addStranger(Map.of(ProviderUnderTest.TEST, value + "0", "colour", "blue"));
        test.cloud().addStranger(Map.of(ProviderUnderTest.TEST + ".x", value, "colour", "blue"));
        test.cloud().addStranger(Map.of(ProviderUnderTest.TEST.toUpperCase(Locale.ROOT), value, "colour", "blue"));
        test.cloud().addStranger(Map.of("colour", "blue"));
        test.cloud().addStranger(test.tags());
        test.cloud().addStranger(Map.of());
        test.await(ours);
        assertThat(test.describedIds(test.tags("colour", "blue"))).containsExactly(ours);
    }

    /** Tags ask for a value: what looks like a pattern is one. */
    @Test
    default void ip30_aValueThatLooksLikeAPatternIsNone() {
        ProviderUnderTest test = underTest();
        String ours = tagged(test, "a", "colour", "blue");
        test.await(ours);
        assertThat(test.describedIds(test.tags("colour", "*"))).isEmpty();
        assertThat(test.describedIds(test.tags("colour", "blu?"))).isEmpty();
        assertThat(test.describedIds(test.tags("colour", "b.*"))).isEmpty();
    }

    @Test
    default void ip31_aDescriptionThatFailsIsNoEmptyOne() {
        ProviderUnderTest test = underTest();
        test.launch("a");
        test.cloud().failCalls(true);
        ProviderUnderTest.assertUnknown(test::describe);
        test.cloud().failCalls(false);
        test.cloud().loseReplies(true);
        ProviderUnderTest.assertUnknown(test::describe);
    }

    @Test
    default void ip32_aMachineThatWasMissingIsSeenOnceItCanBe() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        test.cloud().hide(launched.id(), Duration.ofMinutes(10));
        for (Machine seen : test.describe()) {
            assertThat(ProviderUnderTest.isOver(seen))
                    .as("that %s is over", seen)
                    .isFalse();
        }
        Machine shown = test.await(launched.id());
        assertThat(shown.state()).isIn(MachineState.PENDING, MachineState.RUNNING);
    }

    /** However often it is looked at. */
    @Test
    default void ip33_aMachineMovesForwardOnly() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        MachineState furthest = follow(test, launched.id(), launched.state());
        test.cloud().letRun(launched.id());
        furthest = follow(test, launched.id(), furthest);
        assertThat(furthest).isEqualTo(MachineState.RUNNING);
        test.terminate(launched.id());
        furthest = follow(test, launched.id(), furthest);
        assertThat(furthest).isEqualTo(MachineState.TERMINATED);
    }

    private static MachineState follow(ProviderUnderTest test, String machineId, MachineState from) {
        MachineState furthest = from;
        for (int i = 0; i < 40; i++) {
            test.cloud().letTimePass(Duration.ofSeconds(5));
            for (Machine seen : test.describe()) {
                if (seen.id().equals(machineId) && seen.state() != MachineState.UNKNOWN) {
                    assertThat(seen.state()).isGreaterThanOrEqualTo(furthest);
                    furthest = seen.state();
                }
            }
        }
        return furthest;
    }

    @Test
    default void ip34_aDescriptionStaysAsItWasGiven() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        test.await(launched.id());
        List<Machine> before = test.describe();
        List<Machine> copy = new ArrayList<>(before);
        test.cloud().letRun(launched.id());
        test.await(test.launch("b").id());
        assertThat(test.describe()).hasSize(2);
        assertThat(before).isEqualTo(copy);
    }

    @Test
    default void ip35_aSecondProviderSeesTheSame() throws Exception {
        ProviderUnderTest test = underTest();
        Machine running = test.launchAndRun(test.request("a"));
        test.await(test.launch("b").id());
        assertThat(test.describe(test.connect(), test.tags()))
                .containsExactlyInAnyOrderElementsOf(test.describe())
                .contains(running);
    }

    @Test
    default void ip36_aDescriptionIsWholeHoweverManyThereAre() {
        ProviderUnderTest test = underTest();
        TreeSet<String> launched = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            launched.add(test.launch("m" + i).id());
        }
        launched.forEach(test.cloud()::letRun);
        test.cloud().letTimePass(Duration.ofMinutes(1));
        assertThat(test.describe()).extracting(Machine::id).containsExactlyInAnyOrderElementsOf(launched);
    }
}
