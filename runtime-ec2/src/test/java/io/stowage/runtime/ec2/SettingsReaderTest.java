package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties are right, or each that is wrong is named. */
class SettingsReaderTest {

    private static Map<String, String> right() {
        return new TreeMap<>(Map.of(
                "region", "eu-central-1", "imageId", "ami-0123456789abcdef0", "tlsCertPath", "/etc/stowage/tls"));
    }

    @Test
    void aRegionAnImageAndCertificatesAreEnough() {
        assertThat(SettingsReader.errors(right())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region | us-gov-west-1",
                "region | ap-southeast-4",
                "endpoint | http://localhost:4566",
                "endpoint | https://ec2.eu-central-1.amazonaws.com",
                "subnets | eu-central-1a=subnet-0123456789abcdef0, eu-central-1b=subnet-0123abcd",
                "subnets | us-west-2-lax-1a=subnet-0123456789abcdef0",
                "securityGroups | sg-0123456789abcdef0,sg-0123abcd",
                "instanceProfile | arn:aws:iam::123456789012:instance-profile/hosts/stowage",
                "blockDevices | /dev/xvda=30",
                "blockDevices | /dev/xvda=30:encrypted, xvdb=100:st1",
                "spotMaxPrice | 0.0416",
                "tag.Name | größe of the fleet",
                "userData.ECS_CLUSTER | harbour",
                "bootProgram | /opt/stowage/bin/join-1.2",
                "dockerPort | 2375",
                "reservedMemory | 0",
                "prices | m7g.large=0.0816/0.0312, c7i.metal-24xl=4",
            })
    void isRight(String name, String value) {
        Map<String, String> properties = right();
        properties.put(name, value);
        assertThat(SettingsReader.errors(properties)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region | Frankfurt",
                "region | eu-central-1; rm",
                "endpoint | file:///etc/passwd",
                "endpoint | http://user@host",
                "endpoint | http://host/path",
                "imageId | ami-1",
                "imageId | resolve:ssm:/x",
                "subnets | subnet-0123456789abcdef0",
                "subnets | eu-central-1a=subnet-0123456789abcdef0,eu-central-1a=subnet-0123456789abcdef1",
                "subnets | eu-central-1a=subnet-0123456789abcdef0,,",
                "securityGroups | default",
                "instanceProfile | a/b",
                "blockDevices | /dev/xvda",
                "blockDevices | /dev/xvda=0",
                "blockDevices | /dev/xvda=30:io9",
                "blockDevices | /dev/../x=30",
                "spotMaxPrice | -1",
                "spotMaxPrice | 1e3",
                "tag.aws:x | 1",
                "tag.stowage:cluster | harbour",
                "userData.lower | x",
                "userData.X | a b",
                "userData.X | $(id)",
                "userData.X | `id`",
                "userData.X | a'b",
                "bootProgram | join",
                "bootProgram | /opt/../bin/sh",
                "bootProgram | /bin/sh -c id",
                "dockerPort | 65536",
                "dockerPort | 0",
                "reservedMemory | 1.5",
                "prices | large=1",
                "prices | m7g.large=cheap",
                "launchTemplateVersion | 1",
                "user-data | x",
                "Region | eu-central-1",
            })
    void isWrongAndNamed(String name, String value) {
        Map<String, String> properties = right();
        properties.put(name, value);
        assertThat(SettingsReader.errors(properties)).isNotEmpty().anyMatch(error -> error.contains(name));
        assertThatThrownBy(() -> SettingsReader.settings(properties)).hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"region", "imageId", "tlsCertPath"})
    void isMissingAndNamed(String name) {
        Map<String, String> properties = right();
        properties.remove(name);
        assertThat(SettingsReader.errors(properties))
                .singleElement()
                .asString()
                .startsWith("properties." + name + " is missing: ");
    }

    @Test
    void aTemplateNeedsAVersionThatStaysTheSame() {
        Map<String, String> properties = right();
        properties.remove("imageId");
        properties.put("launchTemplateName", "stowage-host");
        assertThat(SettingsReader.errors(properties)).singleElement().asString().contains("launchTemplateVersion");
        properties.put("launchTemplateVersion", "$Latest");
        assertThat(SettingsReader.errors(properties)).singleElement().asString().contains("$Latest");
        properties.put("launchTemplateVersion", "12");
        assertThat(SettingsReader.errors(properties)).isEmpty();
    }

    @Test
    void whatATemplateSaysIsNotSaidTwice() {
        Map<String, String> properties = right();
        properties.put("launchTemplateId", "lt-0123456789abcdef0");
        properties.put("launchTemplateVersion", "3");
        properties.put("securityGroups", "sg-0123456789abcdef0");
        assertThat(SettingsReader.errors(properties))
                .hasSize(2)
                .anyMatch(error -> error.contains("imageId"))
                .anyMatch(error -> error.contains("securityGroups"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(SettingsReader.errors(Map.of("regiom", "x", "dockerPort", "y")))
                .hasSize(5);
    }

    @Property
    void noValueMakesItThrow(@ForAll String name, @ForAll String value) {
        Map<String, String> properties = right();
        properties.put(name, value);
        properties.put("subnets", value);
        properties.put("prices", value);
        properties.put("userData.X", value);
        assertThat(SettingsReader.errors(properties)).isNotNull();
    }
}
