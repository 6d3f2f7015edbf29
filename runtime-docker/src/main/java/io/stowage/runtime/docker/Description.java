package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.Info;
import io.stowage.model.Attribute;
import io.stowage.runtime.docker.spec.DockerFields;
import io.stowage.runtime.docker.spec.HostFacts;
import io.stowage.spi.RuntimeDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What this runtime says of itself and its host. Pure. */
final class Description {

    private static final int UNITS_PER_CORE = 1024;

    private Description() {}

    static RuntimeDescription of(Info info, HostFacts facts, String apiVersion) {
        List<String> warnings = new ArrayList<>(DockerFields.warnings(facts));
        if (!apiVersion.equals(Daemon.NEWEST_TESTED)) {
            warnings.add("the daemon speaks API " + apiVersion + " at the least, and the newest that was tested is "
                    + Daemon.NEWEST_TESTED);
        }
        return new RuntimeDescription(
                "Docker " + Objects.requireNonNullElse(info.getServerVersion(), ""),
                UNITS_PER_CORE * facts.cpus(),
                facts.memory(),
                List.of(),
                List.of(
                        new Attribute("ecs.os-type", lower(info.getOsType(), "linux"), null, null),
                        new Attribute(
                                "ecs.os-family",
                                lower(info.getOsType(), "linux").toUpperCase(Locale.ROOT),
                                null,
                                null),
                        new Attribute(
                                "ecs.cpu-architecture", architecture(lower(info.getArchitecture(), "")), null, null)),
                DockerFields.honoured(facts),
                warnings);
    }

    private static String lower(@org.jspecify.annotations.Nullable String text, String otherwise) {
        return text == null ? otherwise : text.toLowerCase(Locale.ROOT);
    }

    private static String architecture(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> name;
        };
    }
}
