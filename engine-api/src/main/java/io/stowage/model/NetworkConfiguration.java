package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * The network of a task or of a service's tasks.
 *
 * @param awsvpcConfiguration for the network mode {@code awsvpc}; null for all others
 */
public record NetworkConfiguration(@Nullable AwsVpcConfiguration awsvpcConfiguration) {}
