package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.Pool;
import io.stowage.core.capacity.SmallerTypes;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.MachineLaunch.Room;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchRecordsTest {

    private static final Pool POOL = new Pool("small", "a", Purchase.SPOT);

    private final MachineLaunch launch = launch("l1");
    private final ProviderMemory memory =
            ProviderMemory.of("pool").with(ProviderMemory.of("pool").pauses().refused(POOL, StoredPartition.NOW));

    static MachineLaunch launch(String id) {
        List<Pool> pools = List.of(POOL, new Pool("small", "b", Purchase.ON_DEMAND));
        LaunchTerms terms = new LaunchTerms(
                StateFixture.IDS.cluster(), "pool", pools, Map.of("image", "one"), Map.of("team", "quay"));
        return new MachineLaunch(
                "pool",
                "cloud",
                LaunchDecider.begin(id, terms, POOL, StoredPartition.NOW),
                pools,
                new Room(1024, 2048),
                Map.of("web:1", 2),
                Leaving.TOO_OLD);
    }

    private StoredPartition stored() {
        return StoredPartition.whole()
                .text(Kind.LAUNCH, "l1", RecordCodec.toJson(launch))
                .text(Kind.PROVIDER_MEMORY, "pool", RecordCodec.toJson(memory));
    }

    @Test
    void anEngineThatBeginsKnowsThem() {
        ClusterState state = stored().read();
        assertThat(state.launches()).containsExactly(launch);
        assertThat(state.providerMemory("pool")).isEqualTo(memory);
        assertThat(state.quarantine().first(9)).isEmpty();
    }

    @Test
    void aRecordOfSomethingElseIsSetAside() {
        ClusterState state = StoredPartition.whole()
                .text(Kind.LAUNCH, "l2", RecordCodec.toJson(launch))
                .text(Kind.PROVIDER_MEMORY, "pond", RecordCodec.toJson(memory))
                .read();
        assertThat(state.launches()).isEmpty();
        assertThat(state.quarantine().first(9))
                .containsExactlyInAnyOrder(
                        new Quarantine.Entry("launch", "l2", "id is l1, but the record is of l2"),
                        new Quarantine.Entry(
                                "providermemory", "pond", "capacityProvider is pool, but the record is of pond"));
    }

    @Test
    void whatIsTakenBackIsAsItWas() {
        ClusterState state = stored().read();
        Transaction transaction = new Transaction(state, StoredPartition.NOW);
        transaction.savepoint();
        transaction.putLaunch(launch.leaving(null));
        transaction.putLaunch(launch("l2"));
        transaction.deleteLaunch("l1");
        transaction.putProviderMemory(ProviderMemory.of("pool"));
        transaction.putProviderMemory(ProviderMemory.of("pond"));
        transaction.rollback();

        assertThat(state.launches()).containsExactly(launch);
        assertThat(state.providerMemory("pool")).isEqualTo(memory);
        assertThat(state.providerMemories).doesNotContainKey("pond");
        assertThat(transaction.isEmpty()).isTrue();
    }

    @Test
    void furtherAttemptsAreMadeWithWhatTheFirstWasMadeWith() {
        LaunchTerms terms = launch.terms(StateFixture.IDS.cluster());
        assertThat(terms.pools()).isEqualTo(launch.pools());
        assertThat(terms.properties()).containsExactly(Map.entry("image", "one"));
        assertThat(LaunchDecider.begin("l1", terms, POOL, StoredPartition.NOW)).isEqualTo(launch.launch());
    }

    @Test
    void whatWasNotWrongIsStoredAsBeforeThatWasCounted() {
        assertThat(RecordCodec.toJson(launch)).doesNotContain("wrong");
        Launch again = LaunchDecider.inPlaceOf(launch.launch(), launch.launch());

        ClusterState state = StoredPartition.whole()
                .text(Kind.LAUNCH, "l1", RecordCodec.toJson(launch.with(again)))
                .read();

        assertThat(state.launches())
                .singleElement()
                .satisfies(
                        read -> assertThat(read.launch().attempt().timesWrong()).isEqualTo(1));
    }

    private static ProviderMemory remembering(SmallerTypes.Smaller smaller) {
        return ProviderMemory.of("pool").with(new SmallerTypes(List.of(smaller)));
    }

    private static SmallerTypes.Smaller smaller(int memory, int times) {
        return new SmallerTypes.Smaller(
                "small",
                Map.of("image", "one"),
                new SmallerTypes.Size(1024, 2048),
                new SmallerTypes.Size(1024, memory),
                times,
                StoredPartition.NOW);
    }

    @Test
    void aMemoryIsStoredAsBeforeSmallerTypesWereRemembered() {
        assertThat(RecordCodec.toJson(memory)).doesNotContain("smaller");
        ProviderMemory remembering = remembering(smaller(2000, 1));

        ClusterState state = StoredPartition.whole()
                .text(Kind.PROVIDER_MEMORY, "pool", RecordCodec.toJson(remembering))
                .read();

        assertThat(state.providerMemory("pool")).isEqualTo(remembering);
        assertThat(state.quarantine().first(9)).isEmpty();
    }

    @Test
    void aMemoryThatSaysWhatCannotBeIsSetAside() {
        ClusterState state = StoredPartition.whole()
                .put(Kind.PROVIDER_MEMORY, "pool", 1, remembering(smaller(-1, 1)))
                .read();
        assertThat(state.quarantine().first(9))
                .containsExactly(new Quarantine.Entry(
                        "providermemory", "pool", "smaller.has.memory is -1, but it must be 0 or more"));
        state = StoredPartition.whole()
                .put(Kind.PROVIDER_MEMORY, "pool", 1, remembering(smaller(1, 0)))
                .read();
        assertThat(state.quarantine().first(9))
                .containsExactly(
                        new Quarantine.Entry("providermemory", "pool", "smaller.times is 0, but it must be 1 or more"));
    }

    /** A change of the launch; what is said of it; null if there is nothing wrong with it. */
    private record Example(MachineLaunch stored, @Nullable String wrong) {

        @Override
        public String toString() {
            return wrong == null ? "relied on" : wrong;
        }
    }

    private static Example of(@Nullable Launch launch, @Nullable Room room, @Nullable String wrong) {
        return of("pool", "cloud", launch, room, wrong);
    }

    private static Example of(
            @Nullable String capacityProvider,
            @Nullable String instanceProvider,
            @Nullable Launch launch,
            @Nullable Room room,
            @Nullable String wrong) {
        MachineLaunch stored =
                new MachineLaunch(capacityProvider, instanceProvider, launch, List.of(POOL), room, Map.of(), null);
        return new Example(stored, wrong);
    }

    private static Example of(UnaryOperator<Launch> change, @Nullable String wrong) {
        return of(change.apply(launch("l1").launch()), new Room(0, 0), wrong);
    }

    static Stream<Example> examples() {
        Launch launch = launch("l1").launch();
        Instant never = Instant.parse("3000-01-01T00:00:00Z");
        Launch.Attempt attempt = launch.attempt();
        return Stream.of(
                of(launch, new Room(0, 0), null),
                of(null, new Room(0, 0), "launch is null, but it has to be there"),
                of(launch, null, "room is null, but it has to be there"),
                of(launch, new Room(-1, 0), "room.cpu is -1, but it must be 0 or more"),
                of(launch, new Room(0, -1), "room.memory is -1, but it must be 0 or more"),
                of(null, "cloud", launch, new Room(0, 0), "capacityProvider is null, but it has to be there"),
                of("pool", null, launch, new Room(0, 0), "instanceProvider is null, but it has to be there"),
                of(
                        l -> new Launch("l1", attempt, null, l.since(), l.doubt(), null, null),
                        "phase is null, but it has to be there"),
                of(
                        l -> new Launch("l1", attempt, l.phase(), null, l.doubt(), null, null),
                        "since is null, but it has to be there"),
                of(
                        l -> new Launch("l1", attempt, l.phase(), never, l.doubt(), null, null),
                        "since is " + never + ", but no clock tells such a time"),
                of(
                        l -> new Launch("l1", attempt, l.phase(), l.since(), null, null, null),
                        "doubt is null, but it has to be there"),
                of(
                        l -> new Launch("l1", null, l.phase(), l.since(), l.doubt(), null, null),
                        "attempt is null, but it has to be there"),
                of(attempt(0, attempt.request(), null), "attempt.number is 0, but it must be 1 or more"),
                of(attempt(1, null, null), "attempt.request is null, but it has to be there"),
                of(attempt(1, attempt.request(), 0), "attempt.wrong is 0, but it must be 1 or more"),
                of(attempt(1, attempt.request(), 1), null));
    }

    private static UnaryOperator<Launch> attempt(int number, @Nullable LaunchRequest request, @Nullable Integer wrong) {
        Launch.Attempt attempt = new Launch.Attempt(number, request, wrong);
        return l -> new Launch("l1", attempt, l.phase(), l.since(), l.doubt(), null, null);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void holds(Example example) {
        ClusterState state = StoredPartition.whole()
                .put(Kind.LAUNCH, "l1", 1, example.stored)
                .read();
        if (example.wrong == null) {
            assertThat(state.quarantine().first(9)).isEmpty();
            assertThat(state.launch("l1")).isEqualTo(example.stored);
        } else {
            assertThat(state.quarantine().first(9))
                    .containsExactly(new Quarantine.Entry("launch", "l1", example.wrong));
            assertThat(state.launches()).isEmpty();
        }
    }
}
