package io.stowage.runtime.ec2.fake;

import java.util.List;

/** The action {@code DescribeInstanceTypes}. */
final class DescribeInstanceTypes implements FakeAction {

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        FakePages.Paging paging = region.pages.take(parameters, 100, region.time());
        List<String> names = parameters.takeList("InstanceType");
        for (String name : names) {
            if (!region.types.containsKey(name)) {
                throw Ec2Error.client(
                        "InvalidInstanceType", "The following supplied instance types do not exist: [" + name + "]");
            }
        }
        FakeFilters filters = FakeFilters.take(parameters, "instance-type", "processor-info.supported-architecture");
        parameters.end();
        List<FakeType> found = region.types.values().stream()
                .filter(type -> names.isEmpty() || names.contains(type.name()))
                .filter(type ->
                        filters.hold(name -> List.of(name.equals("instance-type") ? type.name() : type.architecture())))
                .toList();
        region.pages.write(paging, found, xml, "instanceTypeSet", DescribeInstanceTypes::write);
    }

    private static void write(Xml xml, FakeType type) {
        xml.leaf("instanceType", type.name())
                .open("processorInfo")
                .open("supportedArchitectures")
                .leaf("item", type.architecture())
                .close("supportedArchitectures")
                .close("processorInfo")
                .open("vCpuInfo")
                .leaf("defaultVCpus", type.cpus())
                .close("vCpuInfo")
                .open("memoryInfo")
                .leaf("sizeInMiB", type.memory())
                .close("memoryInfo");
    }
}
