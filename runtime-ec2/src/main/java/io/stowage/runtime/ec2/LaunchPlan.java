package io.stowage.runtime.ec2;

import io.stowage.runtime.ec2.Settings.BlockDevice;
import io.stowage.runtime.ec2.Settings.Source;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * A launch as EC2 is asked for it: a function of the request and the settings alone, so that a request that is made again for a token is
 * the same in every part.
 */
final class LaunchPlan {

    private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern TYPES = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final int MOST_TAGS = 50;

    private final Settings settings;
    private final LaunchRequest request;

    LaunchPlan(Settings settings, LaunchRequest request) {
        this.settings = settings;
        this.request = request;
    }

    /** What is wrong with it; empty if EC2 may be asked. */
    Optional<String> objection() {
        if (!TOKENS.matcher(request.clientToken()).matches()) {
            return Optional.of("clientToken \"" + request.clientToken()
                    + "\" is none: give 1 to 64 ASCII letters, digits and hyphens");
        }
        if (!TYPES.matcher(request.machineType()).matches()) {
            return Optional.of(
                    "machineType \"" + request.machineType() + "\" is no instance type: give one such as m7g.large");
        }
        Map<String, String> subnets = settings.network().subnets();
        String zone = request.availabilityZone();
        if (!zone.isEmpty() && !subnets.isEmpty() && !subnets.containsKey(zone)) {
            return Optional.of("availabilityZone \"" + zone + "\" has no subnet: properties." + SettingsReader.SUBNETS
                    + " has " + subnets.keySet());
        }
        return tagObjection();
    }

    private Optional<String> tagObjection() {
        Map<String, String> tags = tags();
        if (tags.size() > MOST_TAGS) {
            return Optional.of("tags are " + tags.size() + ", but EC2 takes " + MOST_TAGS);
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            boolean fits = !tag.getKey().isEmpty()
                    && tag.getKey().length() <= LONGEST_KEY
                    && tag.getValue().length() <= LONGEST_VALUE
                    && !tag.getKey().startsWith("aws:");
            if (!fits) {
                return Optional.of("the tag \"" + tag.getKey() + "\" can't be put on: EC2 takes keys of 1 to "
                        + LONGEST_KEY + " characters that don't begin with aws:, and values of up to "
                        + LONGEST_VALUE);
            }
        }
        return Optional.empty();
    }

    /** The properties' tags, and those of the request, which win. */
    private Map<String, String> tags() {
        Map<String, String> tags =
                new LinkedHashMap<>(new TreeMap<>(settings.shape().tags()));
        tags.putAll(request.tags());
        return tags;
    }

    RunInstancesRequest toEc2() {
        RunInstancesRequest.Builder launch = RunInstancesRequest.builder()
                .clientToken(request.clientToken())
                .minCount(1)
                .maxCount(1)
                .instanceType(request.machineType())
                .tagSpecifications(tagSpecifications())
                .metadataOptions(InstanceMetadataOptionsRequest.builder()
                        .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(1)
                        .build())
                // One that shuts itself down would go on to cost, stopped and forgotten.
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE);
        settings.userData().encoded().ifPresent(launch::userData);
        addSource(launch);
        addPlace(launch);
        if (request.purchase() == Purchase.SPOT) {
            launch.instanceMarketOptions(spot());
        }
        return launch.build();
    }

    private void addSource(RunInstancesRequest.Builder launch) {
        if (settings.source() instanceof Source.Template template) {
            launch.launchTemplate(LaunchTemplateSpecification.builder()
                    .launchTemplateId(template.id())
                    .launchTemplateName(template.name())
                    .version(template.version())
                    .build());
            return;
        }
        launch.imageId(((Source.Image) settings.source()).id());
        if (!settings.network().securityGroups().isEmpty()) {
            launch.securityGroupIds(settings.network().securityGroups());
        }
        if (!settings.shape().blockDevices().isEmpty()) {
            launch.blockDeviceMappings(settings.shape().blockDevices().stream()
                    .map(LaunchPlan::mapping)
                    .toList());
        }
        String profile = settings.shape().instanceProfile();
        if (profile != null) {
            launch.iamInstanceProfile(to -> (profile.startsWith("arn:") ? to.arn(profile) : to.name(profile)).build());
        }
    }

    private static BlockDeviceMapping mapping(BlockDevice device) {
        return BlockDeviceMapping.builder()
                .deviceName(device.device())
                .ebs(ebs -> ebs.volumeSize(device.gibibytes())
                        .volumeType(device.volumeType())
                        .encrypted(device.encrypted() ? true : null)
                        .deleteOnTermination(true))
                .build();
    }

    private void addPlace(RunInstancesRequest.Builder launch) {
        Map<String, String> subnets = settings.network().subnets();
        String zone = request.availabilityZone();
        if (!subnets.isEmpty()) {
            launch.subnetId(zone.isEmpty() ? anySubnet(subnets) : subnets.get(zone));
        } else if (!zone.isEmpty()) {
            launch.placement(Placement.builder().availabilityZone(zone).build());
        }
    }

    /** By the token, so that it is the same one when the request is made again. */
    private String anySubnet(Map<String, String> subnets) {
        List<String> all = new ArrayList<>(subnets.values());
        return all.get(Math.floorMod(request.clientToken().hashCode(), all.size()));
    }

    private InstanceMarketOptionsRequest spot() {
        return InstanceMarketOptionsRequest.builder()
                .marketType(MarketType.SPOT)
                .spotOptions(SpotMarketOptions.builder()
                        .spotInstanceType(SpotInstanceType.ONE_TIME)
                        .instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE)
                        .maxPrice(settings.shape().spotMaxPrice())
                        .build())
                .build();
    }

    /** In the call that launches, so that there is no machine, no volume and no spot request without them. */
    private List<TagSpecification> tagSpecifications() {
        List<Tag> tags = new ArrayList<>();
        tags().forEach((key, value) ->
                tags.add(Tag.builder().key(key).value(value).build()));
        if (tags.isEmpty()) {
            return List.of();
        }
        List<ResourceType> tagged = new ArrayList<>(List.of(ResourceType.INSTANCE, ResourceType.VOLUME));
        if (request.purchase() == Purchase.SPOT) {
            tagged.add(ResourceType.SPOT_INSTANCES_REQUEST);
        }
        return tagged.stream()
                .map(type ->
                        TagSpecification.builder().resourceType(type).tags(tags).build())
                .toList();
    }
}
