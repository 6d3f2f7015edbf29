package io.stowage.runtime.ec2;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the properties of a capacity provider say.
 *
 * @param place where the API is
 * @param source what machines are made of
 * @param network where they are
 * @param shape what they have besides
 * @param userData what they are told when they boot
 * @param access how they are reached
 * @param offer what is said of types that the API doesn't know
 */
record Settings(
        Place place,
        Source source,
        Network network,
        Shape shape,
        UserData userData,
        MachineAccess access,
        Offer offer) {

    /**
     * Where the API is.
     *
     * @param region for example {@code eu-central-1}
     * @param endpoint in the place of the region's own; null for that
     */
    record Place(String region, @Nullable URI endpoint) {}

    /** What a machine is made of. */
    sealed interface Source {
        /**
         * A launch template.
         *
         * @param id null if it is said by name
         * @param name null if it is said by id
         * @param version a number: what a token launches must not change while it is sent again
         */
        record Template(@Nullable String id, @Nullable String name, String version) implements Source {}

        /** An image, and what the properties say besides. */
        record Image(String id) implements Source {}
    }

    /**
     * Where machines are, and what reaches them.
     *
     * @param subnets by their zones, in the order given; empty for the default subnet of each zone, or the template's
     * @param securityGroups by their ids
     */
    record Network(Map<String, String> subnets, List<String> securityGroups) {}

    /**
     * A volume.
     *
     * @param device for example {@code /dev/xvda}
     * @param gibibytes its size
     */
    record BlockDevice(String device, int gibibytes, String volumeType, boolean encrypted) {}

    /**
     * What machines have besides.
     *
     * @param instanceProfile name or ARN; null for none, or the template's
     * @param spotMaxPrice null for the price on demand, which is EC2's own limit
     * @param tags put on machines besides those that a request asks for
     */
    record Shape(
            @Nullable String instanceProfile,
            List<BlockDevice> blockDevices,
            @Nullable String spotMaxPrice,
            Map<String, String> tags) {}

    /**
     * What a type costs.
     *
     * @param onDemand for an hour
     * @param spot for an hour; null if it isn't said
     */
    record Price(double onDemand, @Nullable Double spot) {}

    /**
     * What is said of types.
     *
     * @param reservedMemory in MiB, what a machine needs for itself; null for an estimate
     * @param prices by the names of types
     */
    record Offer(@Nullable Integer reservedMemory, Map<String, Price> prices) {}
}
