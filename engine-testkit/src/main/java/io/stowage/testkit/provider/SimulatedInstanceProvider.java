package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Launches machines in a {@link SimulatedCloud}, under the name {@value #NAME}. Plain synchronous methods: in the virtual world an engine
 * calls them on its lanes, which add latency, and answers that never come, to what goes wrong here.
 *
 * <p>The property {@value #IMAGE} says what machines run, and is all that it knows.
 */
public final class SimulatedInstanceProvider implements InstanceProvider {

    public static final String NAME = "simulated";
    public static final String IMAGE = "image";

    private final SimulatedCloud cloud;

    public SimulatedInstanceProvider(SimulatedCloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> check(Map<String, String> properties) {
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(properties).forEach((key, value) -> {
            if (!key.equals(IMAGE)) {
                wrong.add("properties." + key + " is not known: the simulated provider takes " + IMAGE);
            } else if (value.isBlank()) {
                wrong.add("properties." + IMAGE + " is empty: give any word");
            }
        });
        return wrong;
    }

    @Override
    public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
        cloud.called("machineTypes");
        List<MachineType> types = cloud.catalog().machineTypes().stream()
                .filter(type -> names.isEmpty() || names.contains(type.name()))
                .toList();
        cloud.answers("machineTypes");
        return types;
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        cloud.called("launch");
        LaunchResult result = launched(request);
        cloud.answers("launch");
        return result;
    }

    private LaunchResult launched(LaunchRequest request) {
        SimulatedMachine present = cloud.ofToken(request.clientToken());
        if (present != null) {
            return again(present, request);
        }
        List<String> wrong = check(request.properties());
        if (!wrong.isEmpty()) {
            return new LaunchResult.Refused(Refusal.INVALID, String.join("; ", wrong));
        }
        MachineType type = cloud.catalog().find(request.machineType()).orElse(null);
        if (type == null) {
            return new LaunchResult.Refused(
                    Refusal.INVALID, "machineType " + request.machineType() + " does not exist");
        }
        return launched(request, type);
    }

    private LaunchResult launched(LaunchRequest request, MachineType type) {
        String wanted = request.availabilityZone();
        if (!wanted.isEmpty() && !type.availabilityZones().contains(wanted)) {
            return new LaunchResult.Refused(
                    Refusal.INVALID, "availabilityZone " + wanted + " has no machines of type " + type.name());
        }
        if (cloud.isFull()) {
            cloud.hit(CloudFault.LIMIT_REACHED);
            return new LaunchResult.Refused(Refusal.LIMIT, "the limit of machines is reached");
        }
        String zone = zoneWithCapacity(request, type);
        if (zone == null) {
            cloud.hit(CloudFault.NO_CAPACITY);
            return new LaunchResult.Refused(
                    Refusal.NO_CAPACITY, "no " + type.name() + " in " + (wanted.isEmpty() ? "any zone" : wanted));
        }
        return new LaunchResult.Launched(seen(cloud.launch(request, zone)));
    }

    private @Nullable String zoneWithCapacity(LaunchRequest request, MachineType type) {
        List<String> zones =
                request.availabilityZone().isEmpty() ? type.availabilityZones() : List.of(request.availabilityZone());
        return zones.stream()
                .filter(zone -> !cloud.isShortOf(type.name(), zone, request.purchase()))
                .findFirst()
                .orElse(null);
    }

    private LaunchResult again(SimulatedMachine present, LaunchRequest request) {
        if (!present.request().equals(request)) {
            cloud.hit(CloudFault.TOKEN_REUSED);
            throw new IllegalStateException("clientToken " + request.clientToken() + " launched " + present.id()
                    + " by another request: give each request a token of its own");
        }
        return new LaunchResult.Launched(seen(present));
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        cloud.called("describe");
        Instant now = cloud.now();
        List<Machine> seen = new ArrayList<>();
        for (SimulatedMachine machine : cloud.remembered()) {
            if (!machine.tags().entrySet().containsAll(tags.entrySet())) {
                continue;
            }
            if (machine.isVisible(now)) {
                seen.add(seen(machine));
            } else {
                cloud.hit(CloudFault.DESCRIBE_LAGGED);
            }
        }
        cloud.answers("describe");
        return seen;
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        cloud.called("terminate");
        SimulatedMachine machine = cloud.find(machineId);
        if (machine == null || !machine.isVisible(cloud.now())) {
            // It may exist all the same: whoever asks doesn't know whether it is gone.
            throw new CloudUnavailableException("terminate failed: machine " + machineId + " was not found");
        }
        cloud.end(machine);
        cloud.answers("terminate");
    }

    private Machine seen(SimulatedMachine machine) {
        Instant now = cloud.now();
        LaunchRequest request = machine.request();
        return new Machine(
                machine.id(),
                machine.state(now),
                request.machineType(),
                machine.availabilityZone(),
                request.purchase(),
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                machine.isReached(now) ? cloud.hosts().access(machine) : null,
                machine.interruption());
    }

    @Override
    public void close() {
        // Nothing is open: the cloud goes on.
    }
}
