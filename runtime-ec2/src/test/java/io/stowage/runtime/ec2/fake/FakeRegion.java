package io.stowage.runtime.ec2.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What there is in the region of the fake, and what is going to go wrong in it. Guarded by the fake that it belongs to. */
final class FakeRegion {

    static final List<String> ZONES = List.of("eu-central-1a", "eu-central-1b", "eu-central-1c");

    final Map<String, FakeInstance> instances = new TreeMap<>();
    final FakePages pages = new FakePages();
    /** Subnets by their ids, with their zones. */
    final Map<String, String> subnets = new TreeMap<>(Map.of(
            "subnet-0000000000000000a", ZONES.get(0),
            "subnet-0000000000000000b", ZONES.get(1),
            "subnet-0000000000000000c", ZONES.get(2)));

    final Set<String> images = Set.of("ami-0123456789abcdef0");
    final Set<String> groups = Set.of("sg-0123456789abcdef0", "sg-0123456789abcdef1");
    final Set<String> profiles = Set.of("stowage-host");
    /** Launch templates by their ids, with their names, and the image of versions 1 and 2. */
    final Map<String, String> templates = Map.of("lt-0123456789abcdef0", "stowage-host");

    final Map<String, FakeType> types = new TreeMap<>();
    /** How many more there are of a type in a zone; no entry for enough of them. */
    final Map<String, Integer> capacity = new HashMap<>();

    int limit = Integer.MAX_VALUE;
    private final InstantSource clock;
    private final Duration boot;
    private final Duration shuttingDown;
    /** Beyond the clock. */
    private Duration passed = Duration.ZERO;

    private int launches;

    FakeRegion(InstantSource clock, Duration boot, Duration shuttingDown) {
        this.clock = clock;
        this.boot = boot;
        this.shuttingDown = shuttingDown;
        add(new FakeType("m7g.medium", 1, 4_096, "arm64", ZONES));
        add(new FakeType("m7g.large", 2, 8_192, "arm64", ZONES));
        add(new FakeType("c7i.xlarge", 4, 8_192, "x86_64", ZONES.subList(0, 2)));
        for (int i = 0; i < 150; i++) {
            add(new FakeType("r%d.large".formatted(i), 2, 16_384, "x86_64", ZONES));
        }
    }

    private void add(FakeType type) {
        types.put(type.name(), type);
    }

    Instant time() {
        return clock.instant().plus(passed);
    }

    void letTimePass(Duration time) {
        passed = passed.plus(time);
    }

    void settle() {
        instances.values().forEach(instance -> instance.settle(time()));
    }

    static String pool(String type, String zone) {
        return type + "@" + zone;
    }

    List<FakeInstance> visible() {
        return instances.values().stream()
                .filter(instance -> instance.isVisible(time()))
                .toList();
    }

    long aliveCount() {
        return instances.values().stream()
                .filter(instance -> instance.isAlive(time()))
                .count();
    }

    /** Those that a token launched, as long as EC2 knows of it. */
    List<FakeInstance> launchedBy(String clientToken) {
        List<FakeInstance> launched = new ArrayList<>();
        for (FakeInstance instance : instances.values()) {
            boolean isKnown =
                    instance.endedAt == null || time().isBefore(instance.endedAt.plus(FakeInstance.TOKEN_REMEMBERED));
            if (clientToken.equals(instance.clientToken) && isKnown) {
                launched.add(instance);
            }
        }
        return launched;
    }

    FakeInstance launch(FakeLaunch launch, Map<String, String> parameters) {
        launches++;
        String number = "%017x".formatted(launches);
        String address = "10.%d.%d.%d".formatted(launches >> 16 & 255, launches >> 8 & 255, launches & 255);
        FakeInstance instance = new FakeInstance(
                "i-" + number,
                launch,
                launch.subnet() == null ? defaultSubnet(launch.zone()) : launch.subnet(),
                address,
                launch.spot() ? "sir-" + number.substring(9) : null,
                time(),
                parameters);
        instance.runsFrom = instance.launchedAt.plus(boot);
        instance.shuttingDown = shuttingDown;
        instances.put(instance.id, instance);
        return instance;
    }

    private String defaultSubnet(String zone) {
        return subnets.entrySet().stream()
                .filter(subnet -> subnet.getValue().equals(zone))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
