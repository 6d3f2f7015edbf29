package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.runtime.ec2.fake.FakeEc2;
import io.stowage.runtime.ec2.fake.SteeredEc2;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A fake of EC2 and a provider that uses it. */
final class Ec2Fixture implements AutoCloseable {

    static final Map<String, String> TAGS = Map.of("stowage:cluster", "harbour");

    final FakeEc2 fake = new FakeEc2();
    final Ec2InstanceProvider provider = Providers.open();
    final SteeredEc2 cloud = new SteeredEc2(fake, Providers::open);

    Map<String, String> properties() {
        return SteeredEc2.properties(fake);
    }

    /** Properties that are right, but for some; null takes one away. */
    Map<String, String> properties(String key, String value) {
        Map<String, String> properties = new TreeMap<>(properties());
        if (value == null) {
            properties.remove(key);
        } else {
            properties.put(key, value);
        }
        return properties;
    }

    /** Properties by a launch template. */
    Map<String, String> template(String version) {
        Map<String, String> properties = new TreeMap<>(properties());
        List.of("imageId", "securityGroups", "instanceProfile", "blockDevices").forEach(properties::remove);
        properties.put("launchTemplateId", "lt-0123456789abcdef0");
        properties.put("launchTemplateVersion", version);
        return properties;
    }

    LaunchRequest request(String token) {
        return request(token, "eu-central-1a", Purchase.ON_DEMAND, properties());
    }

    LaunchRequest request(String token, String zone, Purchase purchase, Map<String, String> properties) {
        return new LaunchRequest(token, "m7g.large", zone, purchase, properties, TAGS);
    }

    Machine launch(LaunchRequest request) {
        LaunchResult result = provider.launch(request);
        assertThat(result).isInstanceOf(LaunchResult.Launched.class);
        return ((LaunchResult.Launched) result).machine();
    }

    Machine launch(String token) {
        return launch(request(token));
    }

    List<Machine> describe() {
        return provider.describe(TAGS, properties());
    }

    /** What EC2 was asked for when it launched a machine. */
    Map<String, String> asked(Machine machine) {
        return cloud.parametersOf(machine.id());
    }

    @Override
    public void close() {
        provider.close();
        fake.close();
    }
}
