package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.LogConfiguration;
import io.stowage.model.LogDriver;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the output goes. Without a word of the definition it is the daemon's choice. */
final class Logging {

    private static final String PREFIX = "awslogs-stream-prefix";
    private static final String STREAM = "awslogs-stream";

    private final HostFacts host;
    private final TaskNames names;
    private final Report report;

    Logging(HostFacts host, TaskNames names, Report report) {
        this.host = host;
        this.names = names;
        this.report = report;
    }

    void apply(HostConfig config, ContainerDefinition container) {
        LogConfiguration log = container.logConfiguration();
        if (log == null) {
            return;
        }
        String driver = log.logDriver().toString();
        if (log.logDriver() == LogDriver.AWSFIRELENS) {
            report.refuse(
                    "logConfiguration.logDriver", driver, "needs the log router of AWS: use another, such as fluentd");
            return;
        }
        report.refuseIf(
                !host.logDrivers().isEmpty() && !host.logDrivers().contains(driver),
                "logConfiguration.logDriver",
                driver,
                "is none that this daemon has, which are " + host.logDrivers() + ": use one of them");
        report.refuseIf(
                !Texts.orEmpty(log.secretOptions()).isEmpty(),
                "logConfiguration.secretOptions",
                null,
                "would be shown to everybody who may ask the daemon: configure the daemon's own log driver instead");
        config.withLogConfig(new LogConfig(LoggingType.fromValue(driver), options(log, container)));
    }

    /** ECS's agent makes the name of the stream; to Docker the prefix means nothing, and it refuses what it does not know. */
    private Map<String, String> options(LogConfiguration log, ContainerDefinition container) {
        Map<String, String> options = new LinkedHashMap<>(Texts.orEmpty(log.options()));
        String prefix = log.logDriver() == LogDriver.AWSLOGS ? options.remove(PREFIX) : null;
        if (prefix != null) {
            options.putIfAbsent(STREAM, prefix + "/" + container.name() + "/" + names.task());
        }
        return options;
    }
}
