package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What EC2 is asked for, as it arrives there, and what is made of its answers. */
class Ec2LaunchTest {

    private final Ec2Fixture ec2 = new Ec2Fixture();

    @AfterEach
    void close() {
        ec2.close();
    }

    @Test
    void oneCallAsksForOneMachineWithAllThatItNeeds() {
        Machine machine = ec2.launch("token-1");
        assertThat(ec2.asked(machine))
                .containsEntry("ClientToken", "token-1")
                .containsEntry("MinCount", "1")
                .containsEntry("MaxCount", "1")
                .containsEntry("InstanceType", "m7g.large")
                .containsEntry("ImageId", "ami-0123456789abcdef0")
                .containsEntry("SubnetId", "subnet-0000000000000000a")
                .containsEntry("SecurityGroupId.1", "sg-0123456789abcdef0")
                .containsEntry("SecurityGroupId.2", "sg-0123456789abcdef1")
                .containsEntry("IamInstanceProfile.Name", "stowage-host")
                .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/xvda")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "30")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeType", "gp3")
                .containsEntry("BlockDeviceMapping.1.Ebs.Encrypted", "true")
                .containsEntry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true")
                .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
                .doesNotContainKeys("InstanceMarketOptions.MarketType", "LaunchTemplate.LaunchTemplateId");
        assertThat(ec2.fake.requests()).containsExactly("RunInstances");
    }

    @Test
    void metadataIsGivenOnlyToWhoHasASessionOnTheMachineItself() {
        assertThat(ec2.asked(ec2.launch("a")))
                .containsEntry("MetadataOptions.HttpTokens", "required")
                .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "1");
        assertThat(ec2.asked(ec2.launch(ec2.request("b", "", Purchase.ON_DEMAND, ec2.template("2")))))
                .containsEntry("MetadataOptions.HttpTokens", "required")
                .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "1");
    }

    @Test
    void tagsAreInTheCallForTheMachineItsVolumesAndItsSpotRequest() {
        Map<String, String> asked =
                ec2.asked(ec2.launch(ec2.request("a", "eu-central-1a", Purchase.SPOT, ec2.properties())));
        assertThat(asked)
                .containsEntry("TagSpecification.1.ResourceType", "instance")
                .containsEntry("TagSpecification.2.ResourceType", "volume")
                .containsEntry("TagSpecification.3.ResourceType", "spot-instances-request")
                .containsEntry("TagSpecification.1.Tag.1.Key", "team")
                .containsEntry("TagSpecification.1.Tag.2.Key", "stowage:cluster")
                .containsEntry("TagSpecification.1.Tag.2.Value", "harbour")
                .containsEntry("TagSpecification.3.Tag.2.Value", "harbour");
    }

    @Test
    void aSpotMachineIsAskedForOnceAndEndsWhenItIsInterrupted() {
        Map<String, String> properties = ec2.properties("spotMaxPrice", "0.05");
        assertThat(ec2.asked(ec2.launch(ec2.request("a", "eu-central-1a", Purchase.SPOT, properties))))
                .containsEntry("InstanceMarketOptions.MarketType", "spot")
                .containsEntry("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time")
                .containsEntry("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "terminate")
                .containsEntry("InstanceMarketOptions.SpotOptions.MaxPrice", "0.05");
    }

    @Test
    void aLaunchTemplateSaysTheRest() {
        Machine machine = ec2.launch(ec2.request("a", "eu-central-1b", Purchase.ON_DEMAND, ec2.template("2")));
        assertThat(ec2.asked(machine))
                .containsEntry("LaunchTemplate.LaunchTemplateId", "lt-0123456789abcdef0")
                .containsEntry("LaunchTemplate.Version", "2")
                .containsEntry("SubnetId", "subnet-0000000000000000b")
                .containsEntry("InstanceType", "m7g.large")
                .doesNotContainKeys("ImageId", "SecurityGroupId.1", "IamInstanceProfile.Name");
    }

    @Test
    void aTemplateThatDoesNotExistIsInvalid() {
        assertThat(ec2.provider.launch(ec2.request("a", "", Purchase.ON_DEMAND, ec2.template("7"))))
                .isInstanceOfSatisfying(LaunchResult.Refused.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
                    assertThat(refused.reason()).contains("VersionNotFound");
                });
    }

    @Test
    void whereNoZoneIsAskedForTheTokenChoosesAmongTheSubnets() {
        Map<String, Integer> launched = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            LaunchRequest request = ec2.request("token-" + i, "", Purchase.ON_DEMAND, ec2.properties());
            Machine machine = ec2.launch(request);
            assertThat(ec2.launch(request).id()).isEqualTo(machine.id());
            launched.merge(machine.availabilityZone(), 1, Integer::sum);
        }
        assertThat(launched).containsOnlyKeys("eu-central-1a", "eu-central-1b");
        assertThat(launched.values()).allMatch(count -> count > 5);
    }

    @Test
    void withoutSubnetsTheZoneIsAskedFor() {
        Map<String, String> properties = ec2.properties("subnets", null);
        Machine machine = ec2.launch(ec2.request("a", "eu-central-1c", Purchase.ON_DEMAND, properties));
        assertThat(machine.availabilityZone()).isEqualTo("eu-central-1c");
        assertThat(ec2.asked(machine))
                .containsEntry("Placement.AvailabilityZone", "eu-central-1c")
                .doesNotContainKey("SubnetId");
    }

    @Test
    void userDataIsTheFixedScriptAndNothingElse() {
        String userData = ec2.asked(ec2.launch("a")).get("UserData");
        String script = new String(Base64.getDecoder().decode(userData), StandardCharsets.US_ASCII);
        assertThat(script).isEqualTo("""
                        #!/bin/sh
                        set -eu
                        umask 077
                        mkdir -p /etc/stowage
                        cat > /etc/stowage/machine.env <<'END_OF_VARIABLES'
                        STOWAGE_CLUSTER=harbour
                        END_OF_VARIABLES
                        exec /usr/local/sbin/join
                        """);
    }

    @Test
    void noPropertyOfTheEnginesSideIsSentToEc2() {
        assertThat(ec2.asked(ec2.launch("a")).toString()).doesNotContain("/etc/stowage/tls");
    }

    @Test
    void aRunningMachineHasTheAttributesOfEcsAndItsDockerOverTls() {
        Machine machine = ec2.launch("a");
        ec2.cloud.letRun(machine.id());
        Machine running = ec2.describe().get(0);
        assertThat(running.attributes())
                .containsOnly(
                        Map.entry("ecs.ami-id", "ami-0123456789abcdef0"),
                        Map.entry("ecs.availability-zone", "eu-central-1a"),
                        Map.entry("ecs.cpu-architecture", "arm64"),
                        Map.entry("ecs.instance-type", "m7g.large"),
                        Map.entry("ecs.os-type", "linux"),
                        Map.entry("ecs.subnet-id", "subnet-0000000000000000a"),
                        Map.entry("ecs.vpc-id", "vpc-0123456789abcdef0"));
        assertThat(running.access())
                .isEqualTo(
                        new Access("docker", Map.of("host", "tcp://10.0.0.1:2376", "tlsCertPath", "/etc/stowage/tls")));
    }

    @Test
    void typesHaveTheirSizeTheirZonesAndTheirPrice() {
        assertThat(ec2.provider.machineTypes(List.of("m7g.large", "m7g.medium", "c7i.xlarge"), ec2.properties()))
                .containsExactly(
                        type("c7i.xlarge", 4096, 8192 - 256 - 327, "x86_64", null, null),
                        type("m7g.large", 2048, 8192 - 256 - 327, "arm64", 0.0816, null),
                        type("m7g.medium", 1024, 4096 - 256 - 163, "arm64", 0.0408, 0.0151));
    }

    private static MachineType type(
            String name, int cpu, int memory, String architecture, Double price, Double spotPrice) {
        return new MachineType(
                name,
                cpu,
                memory,
                List.of("eu-central-1a", "eu-central-1b"),
                Map.of("ecs.cpu-architecture", architecture, "ecs.instance-type", name),
                price,
                spotPrice);
    }

    @Test
    void theMemoryThatAMachineNeedsForItselfCanBeSaid() {
        assertThat(ec2.provider.machineTypes(List.of("m7g.large"), ec2.properties("reservedMemory", "192")))
                .extracting(MachineType::memory)
                .containsExactly(8000);
    }

    @Test
    void aTypeThatIsNotHadWhereTheSubnetsAreIsLeftOut() {
        Map<String, String> inC = ec2.properties("subnets", "eu-central-1c=subnet-0000000000000000c");
        assertThat(ec2.provider.machineTypes(List.of("m7g.large", "c7i.xlarge"), inC))
                .extracting(MachineType::name)
                .containsExactly("m7g.large");
    }

    @Test
    void hundredsOfTypesAreAskedAboutInParts() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            names.add("r" + i + ".large");
        }
        assertThat(ec2.provider.machineTypes(names, ec2.properties())).hasSize(150);
    }
}
