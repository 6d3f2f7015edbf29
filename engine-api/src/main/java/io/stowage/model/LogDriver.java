package io.stowage.model;

/** Where a container's output goes. */
public enum LogDriver {
    /** JSON files on the host. */
    JSON_FILE("json-file"),
    /** The syslog facility. */
    SYSLOG("syslog"),
    /** The systemd journal. */
    JOURNALD("journald"),
    /** A Graylog endpoint. */
    GELF("gelf"),
    /** A Fluentd endpoint. */
    FLUENTD("fluentd"),
    /** Amazon CloudWatch Logs. */
    AWSLOGS("awslogs"),
    /** A Splunk collector. */
    SPLUNK("splunk"),
    /** The task's FireLens container. */
    AWSFIRELENS("awsfirelens");

    private final String value;

    LogDriver(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
