package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** A cloud, providers on it, and short ways to use them. */
final class ProviderUnderTest {

    /** The tag that every machine of a test carries, with a value of the test's own. */
    static final String TEST = "io.stowage.tck";

    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int STEPS = 240;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SteeredCloud cloud;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final List<InstanceProvider> connections = new ArrayList<>();
    private final InstanceProvider provider;

    ProviderUnderTest(SteeredCloud cloud) throws Exception {
        this.cloud = cloud;
        this.provider = connect();
    }

    SteeredCloud cloud() {
        return cloud;
    }

    /** The first one on this cloud. */
    InstanceProvider provider() {
        return provider;
    }

    /** One more on the same cloud. */
    InstanceProvider connect() throws Exception {
        InstanceProvider connection = cloud.connect();
        connections.add(connection);
        return connection;
    }

    String type() {
        return cloud.machineTypes().get(0);
    }

    String zone() {
        return cloud.availabilityZones().get(0);
    }

    String otherZone() {
        return cloud.availabilityZones().get(1);
    }

    /** A token, this test's own. */
    String token(String plain) {
        return "tck-" + id + "-" + plain;
    }

    /** What the machines of this test are described by. */
    Map<String, String> tags() {
        return Map.of(TEST, id);
    }

    /** This test's tag and another one. */
    Map<String, String> tags(String key, String value) {
        Map<String, String> tags = new HashMap<>(tags());
        tags.put(key, value);
        return tags;
    }

    LaunchRequest request(String plainToken) {
        return request(plainToken, zone(), Purchase.ON_DEMAND, tags());
    }

    LaunchRequest request(String plainToken, String zone, Purchase purchase, Map<String, String> tags) {
        return new LaunchRequest(token(plainToken), type(), zone, purchase, cloud.properties(), tags);
    }

    Machine launch(String plainToken) {
        return launch(request(plainToken));
    }

    Machine launch(LaunchRequest request) {
        return launch(provider, request);
    }

    static Machine launch(InstanceProvider connection, LaunchRequest request) {
        LaunchResult result = connection.launch(request);
        assertThat(result).as("what became of the launch").isInstanceOf(LaunchResult.Launched.class);
        return ((LaunchResult.Launched) result).machine();
    }

    /** Launches a machine that runs, and gives what is seen of it then. */
    Machine launchAndRun(LaunchRequest request) {
        Machine machine = launch(request);
        cloud.letRun(machine.id());
        return await(machine.id(), seen -> seen.state() == MachineState.RUNNING && seen.access() != null);
    }

    void assertRefused(Refusal refusal, LaunchRequest request) {
        assertThat(provider.launch(request)).isInstanceOfSatisfying(LaunchResult.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.reason()).as("the reason, for people").isNotBlank();
        });
    }

    List<Machine> describe() {
        return describe(provider, tags());
    }

    List<Machine> describe(InstanceProvider connection, Map<String, String> tags) {
        return connection.describe(tags, cloud.properties());
    }

    List<String> describedIds(Map<String, String> tags) {
        return describe(provider, tags).stream().map(Machine::id).toList();
    }

    Optional<Machine> described(InstanceProvider connection, String machineId) {
        return describe(connection, tags()).stream()
                .filter(machine -> machine.id().equals(machineId))
                .findFirst();
    }

    void terminate(String machineId) {
        provider.terminate(machineId, cloud.properties());
    }

    Machine await(String machineId) {
        return await(machineId, seen -> true);
    }

    /** Lets time go by in the cloud until the machine is seen as it should be. */
    Machine await(String machineId, Predicate<Machine> wanted) {
        return await(provider, machineId, wanted);
    }

    Machine await(InstanceProvider connection, String machineId, Predicate<Machine> wanted) {
        Optional<Machine> seen = described(connection, machineId);
        for (int step = 0; step < STEPS && seen.filter(wanted).isEmpty(); step++) {
            cloud.letTimePass(STEP);
            seen = described(connection, machineId);
        }
        assertThat(seen.filter(wanted))
                .as("that %s comes to where it should within 20 minutes of the cloud; it is %s", machineId, seen)
                .isPresent();
        return seen.orElseThrow();
    }

    static boolean isOver(Machine machine) {
        return machine.state() == MachineState.STOPPING || machine.state() == MachineState.TERMINATED;
    }

    /** That a call ends in an exception: whoever made it knows nothing. */
    static void assertUnknown(Callable<?> call) {
        Object answer;
        try {
            answer = call.call();
        } catch (Exception unknown) {
            return;
        }
        throw new AssertionError("the call must throw, as its outcome is unknown, but it answered " + answer);
    }

    /** Does all of it, at once where providers are called by several threads. */
    <T> List<T> atOnce(List<? extends Callable<T>> work) throws Exception {
        if (cloud.callers() > 1) {
            return Together.all(PATIENCE, work);
        }
        List<T> results = new ArrayList<>();
        for (Callable<T> one : work) {
            results.add(one.call());
        }
        return results;
    }

    void close() {
        connections.forEach(InstanceProvider::close);
    }
}
