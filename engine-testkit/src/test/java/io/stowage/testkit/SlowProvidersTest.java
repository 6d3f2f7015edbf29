package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.world.Simulation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An instance provider whose calls take half a minute each, some of them or all: what is urgent doesn't wait for what isn't. */
class SlowProvidersTest {

    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration SLOW = Duration.ofSeconds(28);
    /** A look every five seconds, and what it takes until it has its effect. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** The verbs that are slow by now. */
    private final Set<String> slow = new TreeSet<>();
    /** The image of which calls are slow; empty for any. */
    private String slowImage = "";
    /** How long a slow call takes. */
    private Duration delay = SLOW;
    /** How many looks were slow. */
    private int looks;

    private CloudRig rig() {
        return new CloudRig(1, 1, (cloud, simulation) -> List.of(slowed(cloud, simulation)));
    }

    private InstanceProvider slowed(SimulatedCloud cloud, Simulation simulation) {
        InstanceProvider sound = new SimulatedInstanceProvider(cloud);
        return (InstanceProvider) Proxy.newProxyInstance(
                SlowProvidersTest.class.getClassLoader(),
                new Class<?>[] {InstanceProvider.class},
                (proxy, method, arguments) -> {
                    if (slow.contains(method.getName()) && isOfSlowImage(arguments)) {
                        looks += method.getName().equals("describe") ? 1 : 0;
                        Objects.requireNonNull(simulation.callUnderWay()).takes(delay);
                    }
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private boolean isOfSlowImage(Object[] arguments) {
        return slowImage.isEmpty() || List.of(arguments).toString().contains("image=" + slowImage);
    }

    private static void create(CloudRig rig, String name, int minimum) {
        rig.any()
                .capacityProviders()
                .create(new CreateCapacityProviderRequest(
                        name,
                        CloudRig.pool(200)
                                .properties(Map.of(SimulatedInstanceProvider.IMAGE, name))
                                .minimumSize(minimum)
                                .build(),
                        null));
    }

    private static void minimum(CloudRig rig, String name, int minimum) {
        rig.any()
                .capacityProviders()
                .update(new UpdateCapacityProviderRequest(
                        name,
                        InstancePoolProviderUpdate.builder()
                                .minimumSize(minimum)
                                .build()));
    }

    private static long connected(CloudRig rig, String name) {
        return rig.mirror().instances().stream()
                .filter(instance -> instance.agentConnected() && name.equals(instance.capacityProviderName()))
                .count();
    }

    private static void awaitDraining(CloudRig rig) {
        rig.await(
                "it drains",
                SOON,
                () -> rig.mirror().instances().stream()
                        .map(ContainerInstance::status)
                        .anyMatch(ContainerInstanceStatus.DRAINING::equals));
    }

    private static void giveNotice(CloudRig rig) {
        SimulatedMachine first = rig.cloud().alive().get(0);
        rig.cloud().giveNotice(first.id());
    }

    @Test
    void aNoticeIsSeenAtOnceWhileManyMachinesAreAskedFor() {
        CloudRig rig = rig();
        create(rig, "one", 1);
        rig.put(List.of("one"), List.of());
        rig.await("one takes tasks", MINUTES, () -> connected(rig, "one") == 1);
        slow.add("launch");
        minimum(rig, "one", 60);
        rig.pass(Duration.ofSeconds(7));

        giveNotice(rig);

        awaitDraining(rig);
        rig.await("all take tasks", Duration.ofMinutes(20), () -> connected(rig, "one") == 60);
    }

    @Test
    void aNoticeIsSeenAtOnceWhileManyMachinesAreAskedForElsewhere() {
        CloudRig rig = rig();
        create(rig, "one", 1);
        create(rig, "two", 0);
        rig.put(List.of("one", "two"), List.of());
        rig.await("one takes tasks", MINUTES, () -> connected(rig, "one") == 1);
        slow.add("launch");
        minimum(rig, "two", 60);
        rig.pass(Duration.ofSeconds(7));

        giveNotice(rig);

        awaitDraining(rig);
    }

    @Test
    void whereManyAreAskedForKeepsNoOtherPlaceWaitingForItsOwn() {
        CloudRig rig = rig();
        slow.add("launch");
        create(rig, "two", 60);
        create(rig, "one", 0);
        rig.put(List.of("two", "one"), List.of());
        rig.pass(Duration.ofSeconds(40));

        minimum(rig, "one", 2);

        rig.await("its own come", Duration.ofSeconds(150), () -> connected(rig, "one") == 2);
        assertThat(connected(rig, "two")).isLessThan(50);
    }

    @Test
    void aMachineEndsAtOnceWhileManyAreAskedFor() {
        CloudRig rig = rig();
        create(rig, "one", 1);
        rig.put(List.of("one"), List.of());
        rig.await("one takes tasks", MINUTES, () -> connected(rig, "one") == 1);
        String machine = rig.cloud().alive().get(0).id();
        slow.add("launch");
        minimum(rig, "one", 60);
        rig.pass(Duration.ofSeconds(7));

        rig.any()
                .containerInstances()
                .deregister(new DeregisterContainerInstanceRequest(
                        CloudRig.CLUSTER,
                        rig.mirror().instances().iterator().next().containerInstanceArn(),
                        true));

        rig.await("it is gone", SOON, () -> rig.cloud().machine(machine).end() != null);
    }

    @Test
    void looksThatHangInOnePlaceHarmNoOther() {
        CloudRig rig = rig();
        create(rig, "one", 1);
        create(rig, "two", 1);
        rig.put(List.of("one", "two"), List.of());
        rig.await("both take tasks", MINUTES, () -> connected(rig, "one") + connected(rig, "two") == 2);
        slow.add("describe");
        slow.add("launch");
        slowImage = "two";
        minimum(rig, "two", 60);
        rig.pass(Duration.ofMinutes(1));

        giveNotice(rig, "one");

        awaitDraining(rig);
    }

    private static void giveNotice(CloudRig rig, String image) {
        rig.cloud()
                .giveNotice(rig.cloud().alive().stream()
                        .filter(machine -> machine.tags().toString().contains(image))
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    /** Two places, each with a machine, and looks at the second one that don't return from now on. */
    private CloudRig rigWhoseLooksHang() {
        CloudRig rig = rig();
        create(rig, "one", 1);
        create(rig, "two", 1);
        rig.put(List.of("one", "two"), List.of());
        rig.await("both take tasks", MINUTES, () -> connected(rig, "one") + connected(rig, "two") == 2);
        delay = Duration.ofDays(1);
        slow.add("describe");
        slowImage = "two";
        return rig;
    }

    @Test
    void looksThatNeverReturnInOnePlaceHarmNoOther() {
        CloudRig rig = rigWhoseLooksHang();
        rig.pass(Duration.ofHours(2));

        giveNotice(rig, "one");

        awaitDraining(rig);
        assertThat(looks).as("where they hang, and never the last of four").isEqualTo(3);
    }

    @Test
    void whereALookDoesNotReturnAnotherIsBegunAfterTenMinutes() {
        CloudRig rig = rigWhoseLooksHang();
        rig.pass(Duration.ofSeconds(20));
        slow.clear();
        giveNotice(rig, "two");
        rig.pass(Duration.ofMinutes(9));
        assertThat(looks).isEqualTo(1);

        rig.await(
                "it is seen that the machine is gone",
                Duration.ofMinutes(2),
                () -> rig.mirror().instances().stream()
                        .noneMatch(instance ->
                                "two".equals(instance.capacityProviderName()) && instance.agentConnected()));
    }
}
