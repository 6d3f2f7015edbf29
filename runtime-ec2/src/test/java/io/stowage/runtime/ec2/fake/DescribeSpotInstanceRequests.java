package io.stowage.runtime.ec2.fake;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The action {@code DescribeSpotInstanceRequests}. */
final class DescribeSpotInstanceRequests implements FakeAction {

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        FakePages.Paging paging = region.pages.take(parameters, 1_000, region.time());
        FakeFilters filters = FakeFilters.take(
                parameters, "status-code", "state", "instance-id", "spot-instance-request-id", "tag:", "tag-key");
        parameters.end();
        Instant now = region.time();
        List<FakeInstance> found = region.visible().stream()
                .filter(FakeInstance::isSpot)
                .filter(instance -> filters.hold(name -> values(instance, name, now)))
                .toList();
        region.pages.write(
                paging, found, xml, "spotInstanceRequestSet", (page, instance) -> write(instance, now, page));
    }

    private static Collection<String> values(FakeInstance instance, String filter, Instant now) {
        return switch (filter) {
            case "status-code" -> List.of(instance.spotStatus(now));
            case "state" -> List.of(instance.spotState(now));
            case "instance-id" -> List.of(instance.id);
            case "spot-instance-request-id" -> List.of(instance.spotRequestId);
            default -> FakeFilters.tagValues(instance.tags, filter);
        };
    }

    private static void write(FakeInstance instance, Instant now, Xml xml) {
        xml.leaf("spotInstanceRequestId", instance.spotRequestId)
                .leaf("type", "one-time")
                .leaf("state", instance.spotState(now))
                .open("status")
                .leaf("code", instance.spotStatus(now))
                .leaf("updateTime", instance.noticedAt == null ? instance.launchedAt : instance.noticedAt)
                .close("status")
                .leaf("instanceId", instance.id)
                .leaf("createTime", instance.launchedAt);
    }
}
