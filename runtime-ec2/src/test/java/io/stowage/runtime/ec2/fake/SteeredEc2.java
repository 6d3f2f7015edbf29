package io.stowage.runtime.ec2.fake;

import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.tck.SteeredCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The fake, steered by the contract tests. */
public final class SteeredEc2 implements SteeredCloud {

    private final FakeEc2 fake;
    private final Supplier<InstanceProvider> providers;

    public SteeredEc2(FakeEc2 fake, Supplier<InstanceProvider> providers) {
        this.fake = fake;
        this.providers = providers;
    }

    @Override
    public InstanceProvider connect() {
        return providers.get();
    }

    @Override
    public Map<String, String> properties() {
        return properties(fake);
    }

    /** Properties that all of it is right with. */
    public static Map<String, String> properties(FakeEc2 fake) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("region", "eu-central-1");
        properties.put("endpoint", fake.endpoint().toString());
        properties.put("imageId", "ami-0123456789abcdef0");
        properties.put("subnets", "eu-central-1a=subnet-0000000000000000a, eu-central-1b=subnet-0000000000000000b");
        properties.put("securityGroups", "sg-0123456789abcdef0,sg-0123456789abcdef1");
        properties.put("instanceProfile", "stowage-host");
        properties.put("blockDevices", "/dev/xvda=30:gp3:encrypted");
        properties.put("tag.team", "harbour");
        properties.put("userData.STOWAGE_CLUSTER", "harbour");
        properties.put("bootProgram", "/usr/local/sbin/join");
        properties.put("tlsCertPath", "/etc/stowage/tls");
        properties.put("prices", "m7g.medium=0.0408/0.0151,m7g.large=0.0816");
        return properties;
    }

    @Override
    public List<String> machineTypes() {
        return List.of("m7g.medium", "m7g.large");
    }

    @Override
    public List<String> availabilityZones() {
        return List.of("eu-central-1a", "eu-central-1b");
    }

    @Override
    public String addStranger(Map<String, String> tags) {
        return fake.withRegion(region -> {
            FakeLaunch launch =
                    new FakeLaunch(null, "m7g.large", "eu-central-1a", null, "ami-0123456789abcdef0", false, tags);
            FakeInstance instance = region.launch(launch, Map.of());
            instance.runsFrom = region.time();
            return instance.id;
        });
    }

    @Override
    public void letRun(String machineId) {
        fake.withRegion(region -> region.instances.get(machineId).runsFrom = region.time());
    }

    @Override
    public void hide(String machineId, Duration duration) {
        fake.withRegion(region ->
                region.instances.get(machineId).visibleFrom = region.time().plus(duration));
    }

    @Override
    public void giveNotice(String machineId) {
        fake.withRegion(region -> region.instances.get(machineId).noticedAt = region.time());
    }

    @Override
    public void withdrawNotice(String machineId) {
        fake.withRegion(region -> region.instances.get(machineId).noticedAt = null);
    }

    @Override
    public void takeBack(String machineId) {
        fake.withRegion(region -> {
            region.instances.get(machineId).end(region.time(), "instance-terminated-no-capacity");
            return machineId;
        });
    }

    @Override
    public void failCalls(boolean now) {
        fake.trouble(action -> now ? FakeTrouble.THROTTLED : FakeTrouble.NONE);
    }

    @Override
    public void loseReplies(boolean now) {
        fake.trouble(action -> now ? FakeTrouble.REPLY_LOST : FakeTrouble.NONE);
    }

    @Override
    public void noCapacity(String machineType, String availabilityZone) {
        fake.withRegion(region -> region.capacity.put(FakeRegion.pool(machineType, availabilityZone), 0));
    }

    @Override
    public void capacityAgain() {
        fake.withRegion(region -> {
            region.capacity.clear();
            return true;
        });
    }

    @Override
    public void limit(int most) {
        fake.withRegion(region -> region.limit = most);
    }

    @Override
    public void letTimePass(Duration time) {
        fake.letTimePass(time);
    }

    @Override
    public Set<String> alive() {
        return fake.withRegion(region -> region.instances.values().stream()
                .filter(instance -> instance.isAlive(region.time()))
                .map(instance -> instance.id)
                .collect(Collectors.toSet()));
    }

    /** The next so many page tokens that come back have expired. */
    public void expirePages(int tokens) {
        fake.withRegion(region -> {
            region.pages.expire(tokens);
            return tokens;
        });
    }

    /** What was asked for when a machine was launched. */
    public Map<String, String> parametersOf(String machineId) {
        return fake.withRegion(region -> region.instances.get(machineId).parameters);
    }
}
