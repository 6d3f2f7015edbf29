package io.stowage.runtime.ec2.fake;

import java.util.ArrayList;
import java.util.List;

/** The action {@code DescribeInstanceTypeOfferings}. */
final class DescribeInstanceTypeOfferings implements FakeAction {

    private record Offering(String type, String zone) {}

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        FakePages.Paging paging = region.pages.take(parameters, 1_000, region.time());
        String by = parameters.takeOneOf("LocationType", "region", "availability-zone", "availability-zone-id");
        if (!"availability-zone".equals(by)) {
            throw Ec2Error.client("InvalidParameterValue", "This fake knows offerings by availability-zone only");
        }
        FakeFilters filters = FakeFilters.take(parameters, "instance-type", "location");
        parameters.end();
        List<Offering> found = new ArrayList<>();
        for (FakeType type : region.types.values()) {
            type.zones().stream()
                    .map(zone -> new Offering(type.name(), zone))
                    .filter(offering ->
                            filters.hold(name -> List.of(name.equals("location") ? offering.zone() : offering.type())))
                    .forEach(found::add);
        }
        region.pages.write(
                paging,
                found,
                xml,
                "instanceTypeOfferingSet",
                (page, offering) -> page.leaf("instanceType", offering.type())
                        .leaf("locationType", "availability-zone")
                        .leaf("location", offering.zone()));
    }
}
