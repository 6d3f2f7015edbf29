package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.StopTaskRequest;
import io.stowage.UpdateClusterRequest;
import io.stowage.error.ClusterContainsContainerInstancesException;
import io.stowage.error.ClusterContainsServicesException;
import io.stowage.error.ClusterContainsTasksException;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import io.stowage.model.ClusterStatus;
import io.stowage.model.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterOperationsTest {

    private final OperationRig rig = OperationRig.open();

    @Test
    void openingAnOpenClusterChangesNothing() {
        Cluster again = rig.apply(Harbour.open(0));

        assertThat(again.status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(again.clusterArn()).isEqualTo(OperationRig.PREFIX + ":cluster/harbour");
        assertThat(rig.written).isEmpty();
    }

    @Test
    void describesTheDerivedCounts() {
        rig.instance("one");
        rig.instance("two");
        List<String> tasks = rig.running(3).stream().map(task -> task.taskArn()).toList();
        rig.report(tasks.get(0), TaskStatus.RUNNING);
        rig.report(tasks.get(1), TaskStatus.ACTIVATING);
        rig.report(tasks.get(2), TaskStatus.STOPPED);
        rig.apply(rig.create(OperationRig.service("shop", 0)));

        Cluster cluster = rig.apply(new DescribeCluster());

        assertThat(cluster.registeredContainerInstancesCount()).isEqualTo(2);
        assertThat(cluster.runningTasksCount()).isEqualTo(1);
        assertThat(cluster.pendingTasksCount()).isEqualTo(1);
        assertThat(cluster.activeServicesCount()).isEqualTo(1);
    }

    @Test
    void settingsThatAreNotNamedKeepTheirValue() {
        ClusterSetting off = new ClusterSetting(ClusterSettingName.CONTAINER_INSIGHTS, "disabled");
        assertThat(rig.apply(new UpdateCluster(new UpdateClusterRequest(null, List.of(off))))
                        .settings())
                .containsExactly(off);
        assertThat(rig.apply(new UpdateCluster(new UpdateClusterRequest(null, null)))
                        .settings())
                .containsExactly(off);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void settingsThatWouldHaveNoEffectAreRefused() {
        ClusterSetting on = new ClusterSetting(ClusterSettingName.CONTAINER_INSIGHTS, "enabled");
        assertThatThrownBy(() -> rig.apply(new UpdateCluster(new UpdateClusterRequest(null, List.of(on)))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("settings.containerInsights is enabled");
    }

    @Test
    void aClusterThatIsNotEmptyCannotBeDeleted() {
        rig.instance("one");
        assertThatThrownBy(() -> rig.apply(new DeleteCluster()))
                .isInstanceOf(ClusterContainsContainerInstancesException.class);

        OperationRig withService = OperationRig.open();
        withService.apply(withService.create(OperationRig.service("shop", 0)));
        assertThatThrownBy(() -> withService.apply(new DeleteCluster()))
                .isInstanceOf(ClusterContainsServicesException.class)
                .hasMessageContaining("shop");
        assertThat(withService.written).isEmpty();
    }

    @Test
    void theTasksOfADeregisteredInstanceDontKeepTheClusterAlive() {
        String instance = rig.instance("one");
        String task = rig.running(1).get(0).taskArn();
        assertThat(rig.apply(new DeregisterContainerInstance(instance, true)).containerInstanceArn())
                .endsWith(instance);

        assertThat(rig.apply(new DeleteCluster()).status()).isEqualTo(ClusterStatus.INACTIVE);
        assertThat(rig.state.task(task.substring(task.lastIndexOf('/') + 1))).isNotNull();
    }

    @Test
    void aTaskThatIsNotStoppedKeepsTheClusterAlive() {
        String instance = rig.instance("one");
        rig.running(1);
        // Only a bug could leave such a task behind: the exception is the second line of defence.
        io.stowage.core.state.Transaction transaction = new io.stowage.core.state.Transaction(rig.state, rig.now);
        transaction.deleteInstance(instance);

        assertThatThrownBy(() -> rig.apply(new DeleteCluster())).isInstanceOf(ClusterContainsTasksException.class);
    }

    @Test
    void deletingIsIdempotentAndADeletedClusterTakesNothing() {
        rig.apply(new DeleteCluster());
        assertThat(rig.apply(new DeleteCluster()).status()).isEqualTo(ClusterStatus.INACTIVE);
        assertThat(rig.written).isEmpty();
        assertThatThrownBy(() -> rig.running(1)).isInstanceOf(ClusterNotFoundException.class);
        assertThatThrownBy(() -> rig.apply(new StopTask(new StopTaskRequest(null, "x", null))))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void whatIsOpenedLateDoesNotBringADeletedClusterBack() {
        OpenCluster late = Harbour.open(0);
        rig.apply(new DeleteCluster());

        assertThat(rig.apply(late).status()).isEqualTo(ClusterStatus.INACTIVE);

        assertThat(rig.written).isEmpty();
        assertThat(rig.state.active()).isFalse();
    }

    @Test
    void aClusterMadeAnewIsEmpty() {
        String instance = rig.instance("one");
        rig.apply(rig.runTask(OperationRig.run().clientToken("t")));
        rig.apply(new DeregisterContainerInstance(instance, true));
        rig.apply(new DeleteCluster());

        rig.apply(Harbour.open(rig.apply(new ClusterVersion())));

        assertThat(rig.state.active()).isTrue();
        assertThat(rig.state.taskCount()).isZero();
        assertThat(rig.state.oldestToken()).isNull();
        assertThat(rig.state.definition(OperationRig.definition(1).taskDefinitionArn()))
                .isNull();
    }
}
