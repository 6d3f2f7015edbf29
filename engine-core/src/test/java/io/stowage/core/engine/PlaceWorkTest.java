package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.operation.CapacityWork.Ask;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.world.Strand;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Purchase;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a cluster asks of one place of an instance provider. What comes of it can't be told here: there is no cluster. */
class PlaceWorkTest {

    private static final Place PLACE = new Place("cloud", Map.of());
    private static final List<Ask> ASKS =
            IntStream.range(0, 60).mapToObj(PlaceWorkTest::ask).toList();

    private final HandWorld world = new HandWorld();
    private final Strand strand = world.strand("capacity");
    private final List<String> asked = new ArrayList<>();
    private int woken;
    private final PlaceWork work = new PlaceWork(
            new PlaceWork.Led("harbour", "arn", null, strand::execute, ScalingRules.Pace.DEFAULT, () -> woken++),
            PLACE,
            new ProviderCalls("cloud", provider(), strand, world),
            null);

    private static Ask ask(int i) {
        return new Ask(
                "cloud",
                "launch-" + i,
                new LaunchRequest("token-" + i, "small", "a", Purchase.ON_DEMAND, Map.of(), Map.of()));
    }

    /** Notes what it is asked for, and has no answer. */
    private InstanceProvider provider() {
        return (InstanceProvider) Proxy.newProxyInstance(
                PlaceWorkTest.class.getClassLoader(),
                new Class<?>[] {InstanceProvider.class},
                (proxy, method, arguments) -> {
                    asked.add(((LaunchRequest) arguments[0]).clientToken());
                    return null;
                });
    }

    private static List<String> tokens(int from, int to) {
        return ASKS.subList(from, to).stream()
                .map(ask -> ask.request().clientToken())
                .toList();
    }

    private void begin(List<Ask> asks) {
        work.begin(new PlaceWork.Todo(null, asks, List.of()));
    }

    @Test
    void twentyLaunchesAreAskedForAtATimeAndTheNextOnesWhenTheyAreThrough() {
        begin(ASKS);
        world.settle();

        assertThat(asked).containsExactlyElementsOf(tokens(0, 20));
        assertThat(woken).as("there is more to ask for").isEqualTo(1);

        begin(ASKS.subList(20, 60));
        world.settle();
        assertThat(asked).containsExactlyElementsOf(tokens(0, 40));
        begin(ASKS.subList(40, 60));
        world.settle();

        assertThat(asked).containsExactlyElementsOf(tokens(0, 60));
        assertThat(woken).as("nothing was left over").isEqualTo(2);
    }

    @Test
    void whatIsBeingAskedForIsNotAskedForAgainNorAreOthersBeforeThereIsRoom() {
        world.hold("instances");
        begin(ASKS);
        begin(ASKS);
        begin(ASKS.subList(15, 60));
        world.settle();
        assertThat(asked).isEmpty();

        world.release("instances");
        world.settle();

        assertThat(asked).containsExactlyElementsOf(tokens(0, 20));
    }
}
