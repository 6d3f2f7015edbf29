package io.stowage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of a task whose network mode is {@code awsvpc}.
 *
 * @param subnets at most 16
 * @param securityGroups at most 5; empty for the default one
 * @param assignPublicIp null means DISABLED
 */
public record AwsVpcConfiguration(
        List<String> subnets,
        List<String> securityGroups,
        @Nullable AssignPublicIp assignPublicIp) {

    /** Copies the lists, keeping their order. */
    public AwsVpcConfiguration {
        subnets = Copies.listOrEmpty(subnets);
        securityGroups = Copies.listOrEmpty(securityGroups);
    }
}
