package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.Pool;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.MachineLaunch.Room;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchRecordsTest {

    private static final Pool POOL = new Pool("small", "a", Purchase.SPOT);

    private final MachineLaunch launch = launch("l1");
    private final ProviderMemory memory =
            ProviderMemory.of("pool").with(ProviderMemory.of("pool").pauses().refused(POOL, StoredPartition.NOW));

    private static MachineLaunch launch(String id) {
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
}
