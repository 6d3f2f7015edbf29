package io.stowage.runtime.ec2.fake;

import java.util.List;

/**
 * A type that can be launched.
 *
 * @param memory in MiB
 * @param zones where it is offered
 */
public record FakeType(String name, int cpus, int memory, String architecture, List<String> zones) {}
