package io.stowage.core.operation;

import static io.stowage.core.state.Resources.CPU;
import static io.stowage.core.state.Resources.GPU;
import static io.stowage.core.state.Resources.MEMORY;
import static io.stowage.core.state.Resources.PORTS;
import static io.stowage.core.state.Resources.PORTS_UDP;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.Resource;
import io.stowage.spi.RuntimeDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the tasks of a container instance may use: what its runtime says, and what the registration says, which wins. */
final class InstanceResources {

    /** The ports that ECS keeps for ssh, Docker and its agent. */
    private static final List<String> RESERVED_PORTS = List.of("22", "2375", "2376", "51678", "51679", "51680");

    private InstanceResources() {}

    static List<Resource> registered(RuntimeDescription host, @Nullable List<Resource> asked) {
        Map<String, Resource> byName = new LinkedHashMap<>();
        byName.put(CPU, Resource.integer(CPU, host.cpu()));
        byName.put(MEMORY, Resource.integer(MEMORY, host.memory()));
        byName.put(PORTS, Resource.stringSet(PORTS, RESERVED_PORTS));
        byName.put(PORTS_UDP, Resource.stringSet(PORTS_UDP, List.of()));
        byName.put(GPU, Resource.stringSet(GPU, host.gpus()));
        List<Resource> given = Lists.orEmpty(asked);
        for (int i = 0; i < given.size(); i++) {
            check("totalResources[" + i + "]", given.get(i));
            byName.put(given.get(i).name(), given.get(i));
        }
        if (Resource.stringSet(GPU, List.of()).equals(byName.get(GPU))) {
            byName.remove(GPU);
        }
        return List.copyOf(byName.values());
    }

    private static void check(String field, Resource resource) {
        switch (resource.name()) {
            case CPU, MEMORY -> checkAmount(field, resource);
            case PORTS, PORTS_UDP -> strings(field, resource).forEach(port -> checkPort(field, port));
            case GPU -> strings(field, resource);
            default ->
                throw new InvalidParameterException(
                        field + ".name is '" + resource.name() + "'; it must be CPU, MEMORY, PORTS, PORTS_UDP or GPU");
        }
    }

    private static void checkAmount(String field, Resource resource) {
        Integer amount = resource.integerValue();
        if (!resource.type().equals("INTEGER") || amount == null || amount < 0) {
            throw new InvalidParameterException(field + " is " + resource + "; give " + resource.name()
                    + " the type INTEGER and an integerValue of 0 or more");
        }
    }

    private static List<String> strings(String field, Resource resource) {
        List<String> strings = resource.stringSetValue();
        if (!resource.type().equals("STRINGSET") || strings == null) {
            throw new InvalidParameterException(field + " is " + resource + "; give " + resource.name()
                    + " the type STRINGSET and a stringSetValue");
        }
        return strings;
    }

    private static void checkPort(String field, String port) {
        boolean number = port.matches("[0-9]{1,5}");
        if (!number || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new InvalidParameterException(field + ".stringSetValue has '" + port + "'; a port is 1 to 65535");
        }
    }
}
