package io.stowage.runtime.process;

import io.stowage.spi.RuntimeDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What this runtime says of itself and its host. */
final class Description {

    private static final List<String> ALWAYS = List.of(
            "containerDefinitions[].name",
            "containerDefinitions[].image",
            "containerDefinitions[].entryPoint",
            "containerDefinitions[].command",
            "containerDefinitions[].environment",
            "containerDefinitions[].environmentFiles",
            "containerDefinitions[].secrets",
            "containerDefinitions[].workingDirectory",
            "containerDefinitions[].portMappings[].containerPort",
            "containerDefinitions[].portMappings[].hostPort",
            "containerDefinitions[].portMappings[].protocol",
            "containerDefinitions[].healthCheck",
            "containerDefinitions[].readinessCheck",
            "containerDefinitions[].stopTimeout",
            "networkMode");

    private static final String CPU = "containerDefinitions[].cpu";
    private static final String MEMORY = "containerDefinitions[].memory";
    private static final String USER = "containerDefinitions[].user";

    private Description() {}

    /** What is acted on where the host allows everything. */
    static Set<String> honouredWhereAllowed() {
        Set<String> honoured = new LinkedHashSet<>(ALWAYS);
        honoured.addAll(List.of(CPU, MEMORY, USER));
        return honoured;
    }

    static RuntimeDescription of(Cgroups cgroups, List<String> warnings) throws IOException {
        Set<String> honoured = new LinkedHashSet<>(ALWAYS);
        if (cgroups.limitsCpu()) {
            honoured.add(CPU);
        }
        if (cgroups.limitsMemory()) {
            honoured.add(MEMORY);
        }
        if (User.unavailable().isEmpty()) {
            honoured.add(USER);
        }
        List<String> all = new ArrayList<>(cgroups.warnings());
        all.addAll(warnings);
        User.unavailable().ifPresent(why -> all.add(USER + " is refused: " + why));
        if (ProcessHandle.current().pid() == 1) {
            all.add("the engine is process 1 of this host and collects no ended processes: run it under an init");
        }
        return new RuntimeDescription(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                1024 * Runtime.getRuntime().availableProcessors(),
                Host.memoryMib(),
                List.of(),
                Host.attributes(),
                honoured,
                all);
    }
}
