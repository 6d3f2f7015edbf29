package io.stowage.core.state;

import java.time.Instant;

/**
 * Since when a service is INACTIVE, so that it can be forgotten in time. ECS's record of a service doesn't say.
 *
 * @param since when it became so
 */
public record InactiveService(String serviceName, Instant since) {}
