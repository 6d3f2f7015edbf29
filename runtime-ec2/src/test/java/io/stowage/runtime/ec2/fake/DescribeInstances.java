package io.stowage.runtime.ec2.fake;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The action {@code DescribeInstances}. */
final class DescribeInstances implements FakeAction {

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        List<String> ids = parameters.takeList("InstanceId");
        if (!ids.isEmpty() && parameters.all().containsKey("MaxResults")) {
            throw Ec2Error.client(
                    "InvalidParameterCombination", "The parameter instancesSet cannot be used with maxResults");
        }
        FakePages.Paging paging = region.pages.take(parameters, 1_000, region.time());
        FakeFilters filters = FakeFilters.take(
                parameters,
                "tag:",
                "tag-key",
                "client-token",
                "instance-id",
                "instance-state-name",
                "instance-type",
                "availability-zone");
        parameters.end();
        ids.forEach(id -> TerminateInstances.find(region, id));
        Instant now = region.time();
        List<FakeInstance> found = region.visible().stream()
                .filter(instance -> ids.isEmpty() || ids.contains(instance.id))
                .filter(instance -> filters.hold(name -> values(instance, name, now)))
                .toList();
        region.pages.write(paging, found, xml, "reservationSet", (page, instance) -> {
            page.leaf("reservationId", "r-" + instance.id.substring(2)).leaf("ownerId", "123456789012");
            page.open("instancesSet").open("item");
            write(instance, now, page);
            page.close("item").close("instancesSet");
        });
    }

    private static Collection<String> values(FakeInstance instance, String filter, Instant now) {
        return switch (filter) {
            case "client-token" -> instance.clientToken == null ? List.of() : List.of(instance.clientToken);
            case "instance-id" -> List.of(instance.id);
            case "instance-state-name" -> List.of(instance.state(now));
            case "instance-type" -> List.of(instance.type);
            case "availability-zone" -> List.of(instance.zone);
            default -> FakeFilters.tagValues(instance.tags, filter);
        };
    }

    static void write(FakeInstance instance, Instant now, Xml xml) {
        String state = instance.state(now);
        boolean isOver = state.equals("terminated");
        xml.leaf("instanceId", instance.id)
                .leaf("imageId", instance.imageId)
                .open("instanceState")
                .leaf("code", FakeInstance.code(state))
                .leaf("name", state)
                .close("instanceState")
                .leaf("clientToken", instance.clientToken)
                .leaf("instanceType", instance.type)
                .leaf("launchTime", instance.launchedAt)
                .open("placement")
                .leaf("availabilityZone", instance.zone)
                .leaf("tenancy", "default")
                .close("placement")
                .leaf("architecture", instance.type.startsWith("m7g") ? "arm64" : "x86_64")
                // One that is over has neither an address nor a network any more.
                .leaf("subnetId", isOver ? null : instance.subnet)
                .leaf("vpcId", isOver ? null : "vpc-0123456789abcdef0")
                .leaf("privateIpAddress", isOver ? null : instance.address)
                .leaf("instanceLifecycle", instance.isSpot() ? "spot" : null)
                .leaf("spotInstanceRequestId", instance.spotRequestId);
        xml.open("tagSet");
        instance.tags.forEach((key, value) ->
                xml.open("item").leaf("key", key).leaf("value", value).close("item"));
        xml.close("tagSet");
    }
}
