package io.stowage.core.state;

import io.stowage.model.Resource;
import java.util.List;

/** Reads ECS's lists of named resources. */
public final class Resources {

    public static final String CPU = "CPU";
    public static final String MEMORY = "MEMORY";
    public static final String GPU = "GPU";
    public static final String PORTS = "PORTS";
    public static final String PORTS_UDP = "PORTS_UDP";

    private Resources() {}

    /** The amount of a resource, 0 if it is not there. */
    public static int integer(List<Resource> resources, String name) {
        for (Resource resource : resources) {
            if (resource.name().equals(name) && resource.integerValue() != null) {
                return resource.integerValue();
            }
        }
        return 0;
    }

    /** The members of a resource that is a set, empty if it is not there. */
    public static List<String> strings(List<Resource> resources, String name) {
        for (Resource resource : resources) {
            if (resource.name().equals(name) && resource.stringSetValue() != null) {
                return resource.stringSetValue();
            }
        }
        return List.of();
    }
}
