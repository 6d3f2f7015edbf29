package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import io.stowage.model.ServiceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A partition whose memory of itself was lost, or that may have lost more than that. */
class LostMemoryTest {

    private final StoredPartition partition = StoredPartition.whole();

    /** Whose events have these ids. */
    private long nextEventBeside(String... eventIds) {
        for (String id : eventIds) {
            partition.put(Kind.EVENT, "front/" + id, 1, new ServiceEvent(id, StoredPartition.NOW, "said"));
        }
        return partition.read().meta().nextEvent();
    }

    @Test
    void timeBeginsAgainAndTheNextCommitWritesItsFirstVersion() {
        ClusterState state = partition.remove(Kind.META, "meta").read();
        assertThat(state.meta().now()).isEqualTo(java.time.Instant.EPOCH);
        assertThat(state.metaVersion()).isZero();
        assertThat(state.meta().nextEvent()).isEqualTo(2);
    }

    @Test
    void oneThatCanNotBeReadIsWrittenOverByItsNextVersion() {
        assertThat(partition.text(Kind.META, "meta", "?").read().metaVersion()).isEqualTo(1);
    }

    @Test
    void noNumberOfAnEventIsGivenOutTwice() {
        assertThat(nextEventBeside()).isEqualTo(2);
        assertThat(nextEventBeside("0000000000000009")).isEqualTo(10);
        assertThat(nextEventBeside("00000000000000af")).isEqualTo(0xb0);
        assertThat(nextEventBeside("0fffffffffffffff")).isEqualTo(0x1000000000000000L);
    }

    @Test
    void aNumberThatIsHigherThanThatOfAnyEventStands() {
        partition.put(Kind.META, "meta", 7, new PartitionMeta(StoredPartition.NOW, 1000, null, null));
        assertThat(nextEventBeside("0000000000000009")).isEqualTo(1000);
    }

    @Test
    void anIdThatIsNoNumberOfAnEventIsNone() {
        assertThat(nextEventBeside(
                        "00000000000000009",
                        "000000000000009",
                        "1000000000000000",
                        "000000000000000g",
                        "000000000000000A",
                        "000000000000000/",
                        "000000000000000:",
                        "000000000000000`"))
                .isEqualTo(2);
    }

    private Cluster lostTasks(String value) {
        Cluster cluster = partition.read().cluster();
        return cluster.toBuilder()
                .settings(List.of(new ClusterSetting(ClusterSettingName.LOST_TASKS, value)))
                .build();
    }

    @Test
    void aTaskOfALaterCommitThanTheOneThatWasReadMayBeLost() {
        ClusterState state = partition.read();
        assertThat(state.mayBeLost(8)).isTrue();
        assertThat(state.mayBeLost(7)).isFalse();
        assertThat(state.mayBeLost(0)).isFalse();
    }

    @Test
    void aTaskMayBeLostIfNoneWasThere() {
        assertThat(partition.remove(Kind.TASK, "t1").read().mayBeLost(0)).isTrue();
    }

    @Test
    void aPartitionThatWasNeverWrittenHasLostNothing() {
        assertThat(new StoredPartition().read().mayBeLost(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void whatIsKnownToBeLostStaysSo() {
        ClusterState state = partition
                .put(Kind.META, "meta", 7, new PartitionMeta(StoredPartition.NOW, 2, 5L, null))
                .read();
        assertThat(state.mayBeLost(5)).isTrue();
        assertThat(state.mayBeLost(6)).isFalse();
    }

    @Test
    void nothingIsKeptForLostWhereTheStoreIsToBeBelieved() {
        Cluster stop = lostTasks(ClusterSettingName.STOP);
        Cluster keep = lostTasks(ClusterSettingName.KEEP);
        Cluster other = stop.toBuilder()
                .settings(List.of(new ClusterSetting(ClusterSettingName.CONTAINER_INSIGHTS, ClusterSettingName.STOP)))
                .build();
        assertThat(partition.put(Kind.CLUSTER, "shop", 1, stop).read().mayBeLost(8))
                .isFalse();
        assertThat(partition.put(Kind.CLUSTER, "shop", 1, keep).read().mayBeLost(8))
                .isTrue();
        assertThat(partition.put(Kind.CLUSTER, "shop", 1, other).read().mayBeLost(8))
                .isTrue();
        assertThat(partition.remove(Kind.CLUSTER, "shop").read().mayBeLost(8)).isTrue();
    }

    @Test
    void whoLedLastIsKnown() {
        assertThat(partition.read().leader()).isNull();
        PartitionMeta.Leader leader = new PartitionMeta.Leader("engine", 3);
        partition.put(Kind.META, "meta", 7, new PartitionMeta(StoredPartition.NOW, 2, null, leader));
        assertThat(partition.read().leader()).isEqualTo("engine");
    }
}
