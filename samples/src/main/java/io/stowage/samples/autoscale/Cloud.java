package io.stowage.samples.autoscale;

import io.stowage.runtime.ec2.Ec2InstanceProvider;
import io.stowage.runtime.ec2.fake.FakeEc2;
import io.stowage.runtime.ec2.fake.FakeMachine;
import io.stowage.runtime.ec2.fake.FakeType;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Amazon EC2, as far as a run needs it. The instance provider is the one for production, and so is its client, the AWS SDK: its requests go over
 * HTTP. On the other end is the fake that the provider is tested with, in this process: its instances cost nothing, boot within seconds, and
 * nothing runs on them. What answers at their addresses is {@link MachineRuntimes}.
 */
final class Cloud implements AutoCloseable {

    /** What its operating system keeps of a machine's memory, in MiB. */
    static final int RESERVED_MEMORY = 512;

    private static final Duration BOOT = Duration.ofSeconds(4);
    private static final Duration SHUTTING_DOWN = Duration.ofSeconds(2);
    private static final List<String> TYPES = List.of("m7g.large", "m7g.medium", "c7i.xlarge");

    private final FakeEc2 fake = new FakeEc2(InstantSource.system(), BOOT, SHUTTING_DOWN);
    private final Ec2InstanceProvider provider = Ec2InstanceProvider.builder()
            .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
            .build();

    InstanceProvider provider() {
        return provider;
    }

    /** What a capacity provider says to have machines here. EC2's API tells no prices: these are made up, and not far from real ones. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("region", "eu-central-1");
        properties.put("endpoint", fake.endpoint().toString());
        properties.put("imageId", "ami-0123456789abcdef0");
        properties.put("subnets", "eu-central-1a=subnet-0000000000000000a,eu-central-1b=subnet-0000000000000000b");
        properties.put("securityGroups", "sg-0123456789abcdef0");
        properties.put("tlsCertPath", "/etc/stowage/tls");
        properties.put("reservedMemory", String.valueOf(RESERVED_MEMORY));
        properties.put("prices", "m7g.medium=0.0408,m7g.large=0.0816,c7i.xlarge=0.1785");
        return properties;
    }

    List<String> machineTypes() {
        return TYPES;
    }

    /** The prices of an hour, as the provider tells them. */
    Map<String, Double> prices() {
        Map<String, Double> prices = new TreeMap<>();
        for (MachineType type : provider.machineTypes(TYPES, properties())) {
            if (type.hourlyPrice() != null) {
                prices.put(type.name(), type.hourlyPrice());
            }
        }
        return prices;
    }

    /** Every machine that there ever was. */
    List<FakeMachine> machines() {
        return fake.machines();
    }

    /** How many machines there are that weren't told to end. */
    int alive() {
        return (int)
                machines().stream().filter(machine -> machine.endedAt() == null).count();
    }

    /** How many machines EC2 has that aren't over. */
    int left() {
        return (int) machines().stream()
                .filter(machine -> !machine.state().equals("terminated"))
                .count();
    }

    /** The size of the machine that is up at an address. */
    Optional<FakeType> typeAt(String address) {
        return machines().stream()
                .filter(machine ->
                        machine.address().equals(address) && machine.state().equals("running"))
                .findFirst()
                .map(machine -> fake.type(machine.type()));
    }

    @Override
    public void close() {
        provider.close();
        fake.close();
    }
}
