package io.stowage.runtime.ec2;

import io.stowage.runtime.ec2.Settings.Offer;
import io.stowage.runtime.ec2.Settings.Price;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.LocationType;

/** The types that can be launched, and where. */
final class Sizes {

    private static final Pattern NAMES = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
    private static final int CPU_UNITS = 1024;
    private static final int MOST_VALUES = 100;
    private static final int PAGE = 100;
    private static final int OFFERINGS_PAGE = 1_000;

    /** What kernel, firmware and daemons keep for themselves, by experience: some, and a share of what there is. */
    private static final int RESERVED = 256;

    private static final double RESERVED_SHARE = 0.04;

    private final Api api;
    private final Settings settings;

    Sizes(Api api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** Empty for all. A name that is none of EC2's is left out of the answer. */
    List<MachineType> of(List<String> names) {
        if (names.isEmpty()) {
            return types(List.of());
        }
        List<String> asked = names.stream()
                .distinct()
                .filter(name -> NAMES.matcher(name).matches())
                .toList();
        List<MachineType> types = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += MOST_VALUES) {
            types.addAll(types(asked.subList(from, Math.min(asked.size(), from + MOST_VALUES))));
        }
        return types;
    }

    private List<MachineType> types(List<String> names) {
        List<Filter> byName = names.isEmpty()
                ? List.of()
                : List.of(Filter.builder().name("instance-type").values(names).build());
        Map<String, Set<String>> zones = zones(byName);
        List<InstanceTypeInfo> infos = Api.orUnknown(
                "describing instance types",
                () -> Listing.whole((token, into) -> {
                    DescribeInstanceTypesResponse page = api.describe(
                            "describing instance types",
                            ec2 -> ec2.describeInstanceTypes(request ->
                                    request.filters(byName).maxResults(PAGE).nextToken(token)));
                    page.instanceTypes().forEach(info -> into.put(info.instanceTypeAsString(), info));
                    return page.nextToken();
                }));
        Map<String, MachineType> types = new TreeMap<>();
        for (InstanceTypeInfo info : infos) {
            String name = info.instanceTypeAsString();
            Set<String> offered = zones.get(name);
            // One that isn't offered where the subnets are can't be launched.
            if (offered != null) {
                types.put(name, type(info, List.copyOf(offered)));
            }
        }
        return List.copyOf(types.values());
    }

    private Map<String, Set<String>> zones(List<Filter> byName) {
        List<Filter> filters = new ArrayList<>(byName);
        if (!settings.network().subnets().isEmpty()) {
            filters.add(Filter.builder()
                    .name("location")
                    .values(settings.network().subnets().keySet())
                    .build());
        }
        Map<String, Set<String>> zones = new TreeMap<>();
        Api.orUnknown(
                "describing offerings",
                () -> Listing.<String>whole((token, into) -> {
                    DescribeInstanceTypeOfferingsResponse page = api.describe(
                            "describing offerings",
                            ec2 -> ec2.describeInstanceTypeOfferings(
                                    request -> request.locationType(LocationType.AVAILABILITY_ZONE)
                                            .filters(filters)
                                            .maxResults(OFFERINGS_PAGE)
                                            .nextToken(token)));
                    page.instanceTypeOfferings()
                            .forEach(offering -> zones.computeIfAbsent(
                                            offering.instanceTypeAsString(), absent -> new TreeSet<>())
                                    .add(offering.location()));
                    return page.nextToken();
                }));
        return zones;
    }

    private MachineType type(InstanceTypeInfo info, List<String> zones) {
        String name = info.instanceTypeAsString();
        Offer offer = settings.offer();
        Price price = offer.prices().get(name);
        long memory = info.memoryInfo().sizeInMiB();
        Integer said = offer.reservedMemory();
        long reserved = said == null ? RESERVED + (long) (RESERVED_SHARE * memory) : said;
        return new MachineType(
                name,
                CPU_UNITS * info.vCpuInfo().defaultVCpus(),
                (int) Math.max(0, memory - reserved),
                zones,
                attributes(info),
                price == null ? null : price.onDemand(),
                price == null ? null : price.spot());
    }

    private static Map<String, String> attributes(InstanceTypeInfo info) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> architectures = info.processorInfo() == null
                ? List.of()
                : info.processorInfo().supportedArchitecturesAsStrings().stream()
                        .filter(architecture -> architecture.equals("x86_64") || architecture.equals("arm64"))
                        .toList();
        if (architectures.size() == 1) {
            attributes.put("ecs.cpu-architecture", architectures.get(0));
        }
        attributes.put("ecs.instance-type", info.instanceTypeAsString());
        return attributes;
    }
}
