package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CapacityProviderReservation;
import io.stowage.Engine;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What engines say of CapacityProviderReservation while machines come and go. Two of the tasks fit on a machine. */
class ReservationsTest {

    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(6);

    private static CapacityProviderReservation only(Engine engine) {
        List<CapacityProviderReservation> all = engine.capacity().reservations(CloudRig.CLUSTER);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Whoever is asked. */
    private static void assertReservation(CloudRig rig, CapacityProviderReservation expected) {
        assertThat(rig.all())
                .isNotEmpty()
                .allSatisfy(engine -> assertThat(only(engine)).isEqualTo(expected));
    }

    private static CapacityProviderReservation reservation(
            int running, int needed, double percent, int launching, int waiting) {
        return new CapacityProviderReservation(CloudRig.POOL, running, needed, percent, 100, launching, waiting);
    }

    @Test
    void aClusterWithoutMachinesOfItsOwnHasNone() {
        CloudRig rig = new CloudRig(1, 1);
        assertThat(rig.any().capacity().reservations(CloudRig.CLUSTER)).isEmpty();
        rig.put(List.of("FARGATE"), List.of());
        assertThat(rig.any().capacity().reservations(CloudRig.CLUSTER)).isEmpty();
        assertThatThrownBy(() -> rig.any().capacity().reservations("nowhere"))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void theReservationFollowsTasksAndMachines() {
        CloudRig rig = new CloudRig(1, 3);
        rig.attach(CloudRig.pool(50));
        assertReservation(rig, reservation(0, 0, 100, 0, 0));

        rig.service(6);
        rig.pass(SOON);
        assertReservation(rig, reservation(0, 3, 200, 3, 6));

        rig.awaitRunning(6, MINUTES);
        assertReservation(rig, reservation(3, 3, 100, 0, 0));

        rig.scale(10);
        rig.pass(SOON);
        assertReservation(rig, reservation(3, 5, 100 * 5 / 3.0, 2, 4));
        rig.awaitRunning(10, MINUTES);

        rig.scale(0);
        rig.await("the tasks are over", MINUTES, () -> rig.tasks(TaskStatus.STOPPED) == 10);
        assertReservation(rig, reservation(5, 0, 0, 0, 0));
        rig.await("all machines are given back", Duration.ofHours(2), () -> rig.machines() == 0);
        rig.pass(SOON);
        assertReservation(rig, reservation(0, 0, 100, 0, 0));
    }

    /** That more is needed than there may be is what a reservation above 100 tells in the long run. */
    @Test
    void machinesThatMayNotBeLaunchedAreNeededAllTheSame() {
        CloudRig rig = new CloudRig(1, 3);
        rig.attach(CloudRig.pool(2));
        rig.service(7);
        rig.awaitRunning(4, MINUTES);
        rig.pass(SOON);
        assertReservation(rig, reservation(2, 4, 200, 0, 3));

        rig.crashLeader();
        rig.pass(MINUTES);
        assertReservation(rig, reservation(2, 4, 200, 0, 3));

        rig.scale(4);
        rig.pass(SOON);
        assertReservation(rig, reservation(2, 2, 100, 0, 0));
    }

    @Test
    void machinesThatTheCloudHasNotAreOnTheirWay() {
        CloudRig rig = new CloudRig(1, 1);
        rig.cloud().noCapacity("", "", List.of(Purchase.ON_DEMAND), Duration.ofHours(1));
        rig.attach(CloudRig.pool(50));
        rig.service(4);
        rig.pass(Duration.ofMinutes(1));

        assertReservation(rig, reservation(0, 2, 200, 2, 4));
    }

    @Test
    void itSaysWhatManagedScalingAimsAt() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, 50, null, null, null)));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);
        rig.await("there is headroom", MINUTES, () -> rig.connected() == 4);

        assertReservation(rig, new CapacityProviderReservation(CloudRig.POOL, 4, 2, 50, 50, 0, 0));
    }
}
