package io.stowage.runtime.ec2.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The action {@code RunInstances}. */
final class RunInstances implements FakeAction {

    private static final int LONGEST_USER_DATA = 16 * 1024;

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        Map<String, String> all = parameters.all();
        String token = parameters.take("ClientToken");
        if (token != null && !token.matches("[\\x21-\\x7e]{1,64}")) {
            throw parameters.invalid("ClientToken", token);
        }
        List<FakeInstance> launched = token == null ? List.of() : region.launchedBy(token);
        if (launched.isEmpty()) {
            launched = launch(parameters, region, token, all);
        } else {
            requireSame(launched, region, all);
        }
        write(launched, region, xml);
    }

    private static void requireSame(List<FakeInstance> launched, FakeRegion region, Map<String, String> all) {
        if (!launched.get(0).parameters.equals(all)) {
            throw Ec2Error.client(
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
        if (launched.stream().allMatch(instance -> instance.isTerminated(region.time()))) {
            throw Ec2Error.client(
                    "IdempotentInstanceTerminated",
                    "The client token was used by a request whose instance has been terminated.");
        }
    }

    private static List<FakeInstance> launch(
            QueryParameters parameters, FakeRegion region, String token, Map<String, String> all) {
        int least = number(parameters, "MinCount");
        int most = number(parameters, "MaxCount");
        if (least > most) {
            throw Ec2Error.client("InvalidParameterCombination", "MinCount is greater than MaxCount");
        }
        FakeLaunch launch = request(parameters, region, token);
        parameters.end();
        int count = Math.min(most, available(launch, region));
        if (count < least) {
            throw new Ec2Error(
                    500,
                    "InsufficientInstanceCapacity",
                    "We currently do not have sufficient " + launch.type()
                            + " capacity in the Availability Zone you requested (" + launch.zone() + ").");
        }
        if (region.aliveCount() + least > region.limit) {
            String code = launch.spot() ? "MaxSpotInstanceCountExceeded" : "VcpuLimitExceeded";
            throw Ec2Error.client(code, "You have requested more than your current limit allows for.");
        }
        List<FakeInstance> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            region.capacity.computeIfPresent(FakeRegion.pool(launch.type(), launch.zone()), (pool, left) -> left - 1);
            launched.add(region.launch(launch, all));
        }
        return launched;
    }

    private static int number(QueryParameters parameters, String name) {
        Integer number = parameters.takeNumber(name, 1, 1_000);
        if (number == null) {
            throw Ec2Error.client("MissingParameter", "The request must contain the parameter " + name);
        }
        return number;
    }

    private static int available(FakeLaunch launch, FakeRegion region) {
        if (!region.types.get(launch.type()).zones().contains(launch.zone())) {
            throw Ec2Error.client(
                    "Unsupported",
                    "Your requested instance type (" + launch.type()
                            + ") is not supported in your requested Availability Zone (" + launch.zone() + ").");
        }
        return region.capacity.getOrDefault(FakeRegion.pool(launch.type(), launch.zone()), Integer.MAX_VALUE);
    }

    private static FakeLaunch request(QueryParameters parameters, FakeRegion region, String token) {
        String type = parameters.takeRequired("InstanceType");
        if (!region.types.containsKey(type)) {
            throw Ec2Error.client("InvalidParameterValue", "Invalid value '" + type + "' for InstanceType.");
        }
        String image = image(parameters, region);
        String subnet = subnet(parameters, region);
        String zone = zone(parameters, region, subnet);
        for (String group : parameters.takeList("SecurityGroupId")) {
            if (!region.groups.contains(group)) {
                throw Ec2Error.client("InvalidGroup.NotFound", "The security group '" + group + "' does not exist");
            }
        }
        checkSmallParts(parameters, region);
        boolean spot = spot(parameters);
        return new FakeLaunch(token, type, zone, subnet, image, spot, tags(parameters, spot));
    }

    private static String image(QueryParameters parameters, FakeRegion region) {
        String image = parameters.take("ImageId");
        if (image != null && !image.matches("ami-([0-9a-f]{8}|[0-9a-f]{17})")) {
            throw Ec2Error.client("InvalidAMIID.Malformed", "Invalid id: \"" + image + "\" (expecting \"ami-...\")");
        }
        if (image != null && !region.images.contains(image)) {
            throw Ec2Error.client("InvalidAMIID.NotFound", "The image id '[" + image + "]' does not exist");
        }
        if (parameters.hasBelow("LaunchTemplate.")) {
            return template(parameters.below("LaunchTemplate"), region, image);
        }
        if (image == null) {
            throw Ec2Error.client("MissingParameter", "The request must contain the parameter ImageId");
        }
        return image;
    }

    private static String template(QueryParameters template, FakeRegion region, String image) {
        String id = template.take("LaunchTemplateId");
        String name = template.take("LaunchTemplateName");
        if ((id == null) == (name == null)) {
            throw Ec2Error.client(
                    "InvalidParameterCombination", "Give the id or the name of a launch template, not both");
        }
        if (id != null && !region.templates.containsKey(id)) {
            throw Ec2Error.client("InvalidLaunchTemplateId.NotFound", "Launch template " + id + " does not exist");
        }
        if (name != null && !region.templates.containsValue(name)) {
            throw Ec2Error.client(
                    "InvalidLaunchTemplateName.NotFoundException", "Launch template " + name + " does not exist");
        }
        String version = template.take("Version");
        if (version != null && !List.of("1", "2", "$Latest", "$Default").contains(version)) {
            throw Ec2Error.client("InvalidLaunchTemplateId.VersionNotFound", "Could not find version " + version);
        }
        return image == null ? region.images.iterator().next() : image;
    }

    private static String subnet(QueryParameters parameters, FakeRegion region) {
        String subnet = parameters.take("SubnetId");
        if (subnet != null && !region.subnets.containsKey(subnet)) {
            throw Ec2Error.client("InvalidSubnetID.NotFound", "The subnet ID '" + subnet + "' does not exist");
        }
        return subnet;
    }

    private static String zone(QueryParameters parameters, FakeRegion region, String subnet) {
        String zone = parameters.take("Placement.AvailabilityZone");
        if (zone != null && !FakeRegion.ZONES.contains(zone)) {
            throw Ec2Error.client("InvalidParameterValue", "Invalid availability zone: [" + zone + "]");
        }
        if (subnet == null) {
            return zone == null ? FakeRegion.ZONES.get(0) : zone;
        }
        String own = region.subnets.get(subnet);
        if (zone != null && !zone.equals(own)) {
            throw Ec2Error.client("InvalidParameterCombination", "The subnet is in " + own + ", not in " + zone);
        }
        return own;
    }

    private static void checkSmallParts(QueryParameters parameters, FakeRegion region) {
        QueryParameters metadata = parameters.below("MetadataOptions");
        metadata.takeOneOf("HttpTokens", "optional", "required");
        metadata.takeOneOf("HttpEndpoint", "enabled", "disabled");
        metadata.takeNumber("HttpPutResponseHopLimit", 1, 64);
        parameters.takeOneOf("InstanceInitiatedShutdownBehavior", "stop", "terminate");
        String profile = parameters.take("IamInstanceProfile.Name");
        if (profile != null && !region.profiles.contains(profile)) {
            throw Ec2Error.client(
                    "InvalidParameterValue",
                    "Value (" + profile + ") for parameter iamInstanceProfile.name is invalid.");
        }
        checkUserData(parameters.take("UserData"));
        for (QueryParameters device : parameters.takeStructures("BlockDeviceMapping")) {
            device.takeRequired("DeviceName");
            device.takeNumber("Ebs.VolumeSize", 1, 65_536);
            device.takeOneOf("Ebs.VolumeType", "gp2", "gp3", "io1", "io2", "st1", "sc1", "standard");
            device.takeOneOf("Ebs.Encrypted", "true", "false");
            device.takeOneOf("Ebs.DeleteOnTermination", "true", "false");
        }
    }

    private static void checkUserData(String userData) {
        if (userData == null) {
            return;
        }
        try {
            byte[] plain = Base64.getDecoder().decode(userData.getBytes(StandardCharsets.US_ASCII));
            if (plain.length > LONGEST_USER_DATA) {
                throw Ec2Error.client("InvalidParameterValue", "User data is limited to 16384 bytes");
            }
        } catch (IllegalArgumentException e) {
            throw Ec2Error.client("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data");
        }
    }

    private static boolean spot(QueryParameters parameters) {
        QueryParameters market = parameters.below("InstanceMarketOptions");
        String type = market.takeOneOf("MarketType", "spot", "capacity-block");
        market.takeOneOf("SpotOptions.SpotInstanceType", "one-time", "persistent");
        market.takeOneOf("SpotOptions.InstanceInterruptionBehavior", "hibernate", "stop", "terminate");
        String price = market.take("SpotOptions.MaxPrice");
        if (price != null && !price.matches("\\d+(\\.\\d+)?")) {
            throw market.invalid("SpotOptions.MaxPrice", price);
        }
        return "spot".equals(type);
    }

    private static Map<String, String> tags(QueryParameters parameters, boolean spot) {
        Map<String, String> ofInstance = new TreeMap<>();
        for (QueryParameters specification : parameters.takeStructures("TagSpecification")) {
            String resource = specification.takeOneOf(
                    "ResourceType", "instance", "volume", "network-interface", "spot-instances-request");
            if ("spot-instances-request".equals(resource) && !spot) {
                throw Ec2Error.client(
                        "InvalidParameterCombination", "There is no spot-instances-request to tag in this request");
            }
            Map<String, String> tags = new TreeMap<>();
            for (QueryParameters tag : specification.takeStructures("Tag")) {
                add(tags, tag.takeRequired("Key"), tag.take("Value"));
            }
            if (tags.isEmpty() || tags.size() > 50) {
                throw Ec2Error.client("TagLimitExceeded", tags.size() + " tags are not from 1 to 50");
            }
            if ("instance".equals(resource)) {
                ofInstance.putAll(tags);
            }
        }
        return ofInstance;
    }

    private static void add(Map<String, String> tags, String key, String value) {
        String text = value == null ? "" : value;
        boolean fits = !key.isEmpty() && key.length() <= 128 && text.length() <= 256 && !key.startsWith("aws:");
        if (!fits || tags.put(key, text) != null) {
            throw Ec2Error.client("InvalidParameterValue", "Tag key or value is invalid, or given twice: " + key);
        }
    }

    private static void write(List<FakeInstance> launched, FakeRegion region, Xml xml) {
        xml.leaf("reservationId", "r-" + launched.get(0).id.substring(2)).leaf("ownerId", "123456789012");
        xml.open("instancesSet");
        for (FakeInstance instance : launched) {
            xml.open("item");
            DescribeInstances.write(instance, region.time(), xml);
            xml.close("item");
        }
        xml.close("instancesSet");
    }
}
