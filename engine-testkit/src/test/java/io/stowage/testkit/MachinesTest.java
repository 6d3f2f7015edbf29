package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.provider.CloudFault;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.world.Simulation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that come and go by the sizes of their capacity provider alone, with a cloud that fails in many ways. */
class MachinesTest {

    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void minimum(CloudRig rig, int minimumSize) {
        rig.any()
                .capacityProviders()
                .update(new UpdateCapacityProviderRequest(
                        CloudRig.POOL,
                        InstancePoolProviderUpdate.builder()
                                .minimumSize(minimumSize)
                                .build()));
    }

    private static void awaitMachines(CloudRig rig, int machines, Duration atMost) {
        rig.await(
                machines + " machines take tasks and no other is there",
                atMost,
                () -> rig.connected() == machines
                        && rig.machines() == machines
                        && rig.mirror().instances().size() == machines);
    }

    /** All are given back; for as long as strays are looked for, and some more, none is found. */
    private static void awaitNone(CloudRig rig) {
        minimum(rig, 0);
        awaitMachines(rig, 0, HOUR);
        rig.pass(HOUR);
        assertThat(rig.machines()).isZero();
    }

    @Test
    void asManyAreLaunchedAsAreToBeThereAndAllAreGivenBack() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(5).minimumSize(3));
        awaitMachines(rig, 3, Duration.ofMinutes(2));
        rig.pass(HOUR);
        assertThat(rig.cloud().machines()).hasSize(3);
        assertThat(rig.cloud().machines())
                .extracting(SimulatedMachine::availabilityZone)
                .contains("zone-a", "zone-b");

        awaitNone(rig);
        assertThat(rig.cloud().machines()).hasSize(3);
    }

    @Test
    void noMoreAreLaunchedThanThereMayBe() {
        CloudRig rig = new CloudRig(2, 1);
        rig.attach(CloudRig.pool(2).minimumSize(2));
        awaitMachines(rig, 2, MINUTES);
    }

    @Test
    void withoutManagedScalingNoneIsLaunched() {
        CloudRig rig = new CloudRig(3, 1);
        rig.attach(CloudRig.pool(5)
                .minimumSize(3)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.DISABLED, null, null, null, null)));
        rig.pass(HOUR);

        assertThat(rig.cloud().machines()).isEmpty();
    }

    /** Nobody knows whether a machine was launched, and yet there is only one of each launch. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whenAnswersAreLostNoneIsLaunchedTwice(long seed) {
        CloudRig rig = new CloudRig(seed, 1);
        rig.cloud().faults(CloudFaults.NONE.withLostReplies(500_000));
        rig.attach(CloudRig.pool(5).minimumSize(3));
        awaitMachines(rig, 3, MINUTES);
        assertThat(rig.cloud().machines()).hasSize(3);

        awaitNone(rig);
        assertThat(rig.cloud().hits()).containsKey(CloudFault.REPLY_LOST).doesNotContainKey(CloudFault.TOKEN_REUSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whenHalfOfAllCallsFailItTakesLongerAndNoMore(long seed) {
        CloudRig rig = new CloudRig(seed, 1);
        rig.cloud().faults(CloudFaults.NONE.withFailingCalls(500_000));
        rig.attach(CloudRig.pool(5).minimumSize(3));
        awaitMachines(rig, 3, MINUTES);

        awaitNone(rig);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatIsShownOnlyLateComesLateAndNoneIsLeftOver(long seed) {
        CloudRig rig = new CloudRig(seed, 1);
        rig.cloud()
                .faults(CloudFaults.NONE
                        .withDescribeLag(Duration.ofMinutes(10))
                        .withLostReplies(300_000)
                        .withSlowEnding(Duration.ofMinutes(5)));
        rig.attach(CloudRig.pool(5).minimumSize(2));
        rig.await("two machines take tasks", HOUR, () -> rig.connected() == 2);
        rig.pass(HOUR);
        assertThat(rig.connected()).isEqualTo(2);

        awaitNone(rig);
    }

    @Test
    void whereAZoneHasNoneTheOtherDoes() {
        CloudRig rig = new CloudRig(1, 1);
        rig.cloud().noCapacity("", "zone-a", List.of(Purchase.ON_DEMAND, Purchase.SPOT), HOUR);
        rig.attach(CloudRig.pool(5).minimumSize(3));
        awaitMachines(rig, 3, MINUTES);

        assertThat(rig.cloud().machines())
                .extracting(SimulatedMachine::availabilityZone)
                .containsOnly("zone-b");
        assertThat(rig.cloud().hits().get(CloudFault.NO_CAPACITY)).isLessThan(30);
    }

    @Test
    void oneThatNeverComesUpIsReplaced() {
        CloudRig rig = new CloudRig(1, 1);
        rig.cloud().faults(CloudFaults.NONE.withDuds(300_000, 300_000));
        rig.attach(CloudRig.pool(5).minimumSize(3));
        rig.await("three machines take tasks", Duration.ofHours(3), () -> rig.connected() == 3);
        assertThat(rig.cloud().machines()).hasSizeGreaterThan(3);

        awaitNone(rig);
    }

    @Test
    void oneThatIsTakenBackIsReplaced() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(5).minimumSize(2));
        awaitMachines(rig, 2, MINUTES);
        String first = rig.cloud().alive().get(0).id();
        rig.cloud().giveNotice(first);
        rig.await(
                "its container instance drains",
                Duration.ofSeconds(15),
                () -> rig.mirror().instances().stream()
                        .anyMatch(instance -> instance.status() == ContainerInstanceStatus.DRAINING));
        awaitMachines(rig, 2, MINUTES);
        String second = rig.cloud().alive().get(0).id();
        rig.cloud().takeBack(second);
        rig.await("the other one is missed", Duration.ofMinutes(2), () -> rig.connected() < 2);
        awaitMachines(rig, 2, MINUTES);

        awaitNone(rig);
    }

    @Test
    void aStrangersMachineIsNeverTouched() {
        CloudRig rig = new CloudRig(1, 1);
        String stranger = rig.cloud().addStranger(Map.of("stowage:cluster", "another", "stowage:launch", "x"));
        rig.attach(CloudRig.pool(5).minimumSize(1));
        rig.await("one takes tasks", MINUTES, () -> rig.connected() == 1);
        awaitNone(rig);

        assertThat(rig.cloud().machine(stranger).end()).isNull();
    }

    @Test
    void whenCredentialsExpireItGoesOnWhenTheyAreRenewed() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(5).minimumSize(2));
        rig.await("one is there", MINUTES, () -> rig.machines() > 0);
        rig.cloud().denyAccess(Duration.ofMinutes(30));
        rig.pass(Duration.ofMinutes(31));
        awaitMachines(rig, 2, MINUTES.multipliedBy(2));

        awaitNone(rig);
    }

    /** It hangs, throws or answers nonsense for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"throw", "null", "hang"})
    void aProviderThatIsBrokenHarmsNobody(String how) {
        CloudRig rig = new CloudRig(
                1, 1, (cloud, simulation) -> List.of(broken(new SimulatedInstanceProvider(cloud), how, simulation)));
        rig.attach(CloudRig.pool(5).minimumSize(2));
        rig.pass(MINUTES);

        assertThat(rig.any().health().counters().get("partsFailed")).isZero();
        assertThat(rig.connected()).isZero();
        assertThat(rig.any().clusters().describe(CloudRig.CLUSTER).clusters()).hasSize(1);
    }

    @Test
    void aProviderThatHangsKeepsNoOtherWaiting() {
        CloudRig rig = new CloudRig(
                1,
                1,
                (cloud, simulation) -> List.of(
                        called("stuck", broken(new SimulatedInstanceProvider(cloud), "hang", simulation)),
                        new SimulatedInstanceProvider(cloud)));
        rig.any()
                .capacityProviders()
                .create(new CreateCapacityProviderRequest(
                        "stuck",
                        CloudRig.pool(20)
                                .instanceProvider("stuck")
                                .minimumSize(20)
                                .build(),
                        null));
        rig.put(List.of("stuck"), List.of());
        rig.pass(MINUTES);
        rig.any()
                .capacityProviders()
                .create(new CreateCapacityProviderRequest(
                        CloudRig.POOL, CloudRig.pool(5).minimumSize(3).build(), null));
        rig.put(List.of("stuck", CloudRig.POOL), List.of());

        awaitMachines(rig, 3, Duration.ofMinutes(2));
    }

    private static InstanceProvider called(String name, InstanceProvider provider) {
        return (InstanceProvider) Proxy.newProxyInstance(
                MachinesTest.class.getClassLoader(),
                new Class<?>[] {InstanceProvider.class},
                (proxy, method, arguments) ->
                        method.getName().equals("name") ? name : method.invoke(provider, arguments));
    }

    private static InstanceProvider broken(InstanceProvider sound, String how, Simulation simulation) {
        return (InstanceProvider) Proxy.newProxyInstance(
                MachinesTest.class.getClassLoader(),
                new Class<?>[] {InstanceProvider.class},
                (proxy, method, arguments) -> {
                    if (List.of("launch", "describe").contains(method.getName())) {
                        if (how.equals("throw")) {
                            throw new IllegalStateException("broken on purpose");
                        }
                        if (how.equals("hang")) {
                            Objects.requireNonNull(simulation.callUnderWay()).neverAnswers();
                        }
                        return null;
                    }
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Every leader is killed soon: nothing is launched twice, and nothing is left over. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void leadersThatDieLeaveNothing(long seed) {
        CloudRig rig = new CloudRig(seed, 3);
        rig.cloud()
                .faults(CloudFaults.NONE.withDescribeLag(Duration.ofSeconds(30)).withLostReplies(200_000));
        rig.attach(CloudRig.pool(6).minimumSize(4));
        for (int i = 0; i < 6; i++) {
            rig.pass(Duration.ofSeconds(15 + 3 * seed));
            rig.crashLeader();
            rig.start();
        }
        awaitMachines(rig, 4, HOUR);
        assertThat(rig.cloud().machines())
                .as("no launch of an hour was unanswered for 5 minutes")
                .hasSize(4);
        minimum(rig, 0);
        rig.pass(Duration.ofMinutes(15));
        for (int i = 0; i < 4; i++) {
            rig.pass(Duration.ofSeconds(20 + seed));
            rig.crashLeader();
            rig.start();
        }
        awaitNone(rig);
    }
}
