package io.stowage.samples.quickstart;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Resource;

/** The resources of a container instance, for people. */
final class Resources {

    private Resources() {}

    static String of(ContainerInstance instance) {
        return amount(instance, "CPU") + " CPU units, " + amount(instance, "MEMORY") + " MiB";
    }

    private static int amount(ContainerInstance instance, String name) {
        return instance.registeredResources().stream()
                .filter(resource -> resource.name().equals(name))
                .map(Resource::integerValue)
                .mapToInt(value -> value == null ? 0 : value)
                .sum();
    }
}
