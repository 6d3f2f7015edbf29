package io.stowage.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stowage.core.Patch;
import io.stowage.core.TaskDefinitionJson;
import io.stowage.error.ClientException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Registrations that are well-formed and break a rule: each is refused with the field, the value, the rule and advice. */
class BadDefinitionTest {

    private static final String APP = "/containerDefinitions/0";
    private static final String SIDECAR = "/containerDefinitions/1";

    private static Arguments bad(Patch patch, String... fragments) {
        return arguments(String.join(" ~ ", fragments), patch.json(), fragments);
    }

    private static Arguments value(String pointer, String rawValue, String... fragments) {
        return bad(Patch.base().set(pointer, rawValue), fragments);
    }

    private static String list(int size, String element) {
        return IntStream.range(0, size)
                .mapToObj(i -> element.replace("#", String.valueOf(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static Patch fargate() {
        return Patch.base()
                .set("/networkMode", "\"awsvpc\"")
                .set("/cpu", "\"512\"")
                .set("/memory", "\"1GB\"")
                .remove(APP + "/portMappings")
                .set("/requiresCompatibilities", "[\"FARGATE\"]");
    }

    static Stream<Arguments> names() {
        return Stream.of(
                value("/family", "\"\"", "family: \"\" is no name"),
                value("/family", "\"my web\"", "family: \"my web\"", "letters, digits, _ and -"),
                value("/family", "\"" + "a".repeat(256) + "\"", "family: ", "256 characters; use at most 255"),
                value(APP + "/name", "\"a.b\"", "containerDefinitions[0].name: \"a.b\""),
                value(SIDECAR + "/name", "\"app\"", "containerDefinitions[1].name: \"app\" occurs more than once"),
                value("/containerDefinitions", "[]", "containerDefinitions: 0 containers", "1 to 10"),
                value(
                        "/containerDefinitions",
                        list(11, "{\"name\":\"c#\",\"image\":\"i\",\"memory\":6}"),
                        "containerDefinitions: 11 containers"),
                value(APP + "/essential", "false", "Task definition doesn't have any essential container."),
                value(
                        APP + "/image",
                        "\" \"",
                        "containerDefinitions[0].image: Container.image should not be null or empty"),
                value(APP + "/image", "\"" + "a".repeat(256) + "\"", "containerDefinitions[0].image", "at most 255"),
                value(APP + "/image", "\"nginx@sha256:12\"", "containerDefinitions[0].image", "64 hexadecimal digits"),
                value(APP + "/image", "\"a\\u0000b\"", "containerDefinitions[0].image", "control characters"),
                value("/volumes/0/name", "\"a b\"", "volumes[0].name: \"a b\""),
                value("/tags", "[{\"key\":\"aws:x\"}]", "tags[0].key: \"aws:x\" has the prefix aws:"),
                value("/tags", "[{\"key\":\"x\",\"value\":\"AWS:y\"}]", "tags[0].value", "prefix aws:"),
                value("/tags", "[{\"key\":\"a\"},{\"key\":\"a\"}]", "tags[1].key: \"a\" occurs more than once"),
                value("/tags", "[{\"key\":\"\"}]", "tags[0].key: \"\" is no key"),
                value(
                        "/tags",
                        "[{\"key\":\"" + "k".repeat(129) + "\"}]",
                        "tags[0].key",
                        "129 characters; use at most 128"),
                value(
                        "/tags",
                        "[{\"key\":\"k\",\"value\":\"" + "v".repeat(257) + "\"}]",
                        "tags[0].value",
                        "at most 256"),
                value("/tags", "[{\"key\":\"a<b\"}]", "tags[0].key", "characters that are not allowed"),
                value("/tags", list(51, "{\"key\":\"k#\"}"), "tags: 51 tags", "at most 50"));
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                value(APP + "/memory", "5", "containerDefinitions[0].memory: 5 is out of range", "at least 6"),
                value(SIDECAR + "/memoryReservation", "5", "containerDefinitions[1].memoryReservation: 5"),
                value(APP + "/memoryReservation", "512", "containerDefinitions[0].memory: 512 MiB must be greater"),
                bad(
                        Patch.base().remove(APP + "/memory"),
                        "containerDefinitions[0].memory: neither the container nor the task"),
                value(APP + "/cpu", "-1", "containerDefinitions[0].cpu: -1 is out of range", "from 0 to 262144"),
                value(APP + "/cpu", "262145", "containerDefinitions[0].cpu: 262145"),
                value("/cpu", "\"127\"", "cpu: 127 is out of range", "from 128 to 196608"),
                value("/cpu", "\"193 vCPU\"", "cpu: 197632 is out of range"),
                value("/cpu", "\"one\"", "cpu: \"one\" is no size", ".5 vCPU"),
                value("/cpu", "\"1GB\"", "cpu: \"1GB\" is no size"),
                value("/cpu", "\"1  vCPU\"", "cpu: \"1  vCPU\" is no size"),
                value("/cpu", "\".3 vCPU\"", "cpu: \".3 vCPU\" is no whole number"),
                value("/cpu", "\"\"", "cpu: \"\" is no size"),
                value("/cpu", "\"-512\"", "cpu: \"-512\" is no size"),
                value("/cpu", "\"" + "1".repeat(5000) + "\"", "cpu: ", "is no size"),
                value("/memory", "\"5\"", "memory: 5 is out of range"),
                value("/memory", "\"512MB\"", "memory: \"512MB\" is no size", "1GB"),
                value(
                        "/memory",
                        "\"99999999 GB\"",
                        "memory: \"99999999 GB\" is no whole number of units within bounds"),
                value("/cpu", "\"128\"", "cpu: the containers reserve 256 CPU units, more than the task's 128"),
                value("/memory", "\"513\"", "memory: the containers reserve 576 MiB, more than the task's 513"),
                bad(
                        Patch.base().set("/memory", "\"256\"").set(APP + "/memoryReservation", "64"),
                        "containerDefinitions[0].memory: 512 MiB is more than the task's memory of 256 MiB"),
                value("/ephemeralStorage", "{\"sizeInGiB\": 20}", "ephemeralStorage.sizeInGiB: 20", "from 21 to 200"));
    }

    static Stream<Arguments> dependencies() {
        return Stream.of(
                value(
                        SIDECAR + "/dependsOn/0/containerName",
                        "\"db\"",
                        "containerDefinitions[1].dependsOn[0].containerName: \"db\" is no container",
                        "app, sidecar"),
                value(
                        SIDECAR + "/dependsOn/0/containerName",
                        "\"sidecar\"",
                        "containerDefinitions[1].dependsOn[0].containerName",
                        "names itself"),
                value(
                        SIDECAR + "/dependsOn/0/condition",
                        "\"SUCCESS\"",
                        "containerDefinitions[1].dependsOn[0].condition: SUCCESS",
                        "\"app\"",
                        "essential"),
                value(SIDECAR + "/dependsOn/0/condition", "\"COMPLETE\"", "dependsOn[0].condition: COMPLETE"),
                bad(
                        Patch.base().remove(APP + "/healthCheck"),
                        "containerDefinitions[1].dependsOn[0].condition: HEALTHY needs a healthCheck in container \"app\""),
                value(
                        APP + "/dependsOn",
                        "[{\"containerName\": \"sidecar\", \"condition\": \"START\"}]",
                        "wait for each other: app -> sidecar -> app"),
                bad(
                        Patch.base()
                                .set("/containerDefinitions/-", container("a", "b"))
                                .set("/containerDefinitions/-", container("b", "c"))
                                .set("/containerDefinitions/-", container("c", "a")),
                        "wait for each other: a -> b -> c -> a"),
                value(APP + "/links", "[\"db\"]", "containerDefinitions[0].links[0]: \"db\" is no container"),
                value(APP + "/links", "[\"a:b:c\"]", "containerDefinitions[0].links[0]: \"a:b:c\" is no link"),
                value(APP + "/links", "[\"app:me\"]", "containerDefinitions[0].links[0]", "names itself"),
                bad(
                        Patch.base().set("/networkMode", "\"none\"").set(APP + "/links", "[\"sidecar\"]"),
                        "containerDefinitions[0].links: links need networkMode bridge, but it is none"),
                value(
                        APP + "/volumesFrom",
                        "[{\"sourceContainer\": \"db\"}]",
                        "containerDefinitions[0].volumesFrom[0].sourceContainer: \"db\" is no container"));
    }

    private static String container(String name, String dependsOn) {
        return "{\"name\": \"" + name + "\", \"image\": \"i\", \"memory\": 6, \"dependsOn\": [{\"containerName\": \""
                + dependsOn + "\", \"condition\": \"START\"}]}";
    }

    static Stream<Arguments> healthChecks() {
        String command = APP + "/healthCheck/command";
        String field = "containerDefinitions[0].healthCheck.";
        return Stream.of(
                value(command, "[]", field + "command: the list is empty", "CMD-SHELL"),
                value(
                        command,
                        "[\"curl\", \"x\"]",
                        field + "command: \"curl\" is no kind of check",
                        "start with \"CMD\""),
                value(
                        APP + "/readinessCheck",
                        "{\"command\": [\"CMD\"]}",
                        "containerDefinitions[0].readinessCheck.command: \"CMD\" has nothing to run"),
                value(command, "[\"NONE\"]", field + "command: \"NONE\""),
                value(command, "[\"CMD\"]", field + "command: \"CMD\" has nothing to run"),
                value(command, "[\"CMD-SHELL\", \" \"]", field + "command: \"CMD-SHELL\" has nothing to run"),
                value(APP + "/healthCheck/interval", "4", field + "interval: 4", "from 5 to 300"),
                value(APP + "/healthCheck/interval", "301", field + "interval: 301"),
                value(APP + "/healthCheck/timeout", "1", field + "timeout: 1", "from 2 to 60"),
                value(APP + "/healthCheck/timeout", "61", field + "timeout: 61"),
                value(APP + "/healthCheck/retries", "0", field + "retries: 0", "from 1 to 10"),
                value(APP + "/healthCheck/retries", "11", field + "retries: 11"),
                value(APP + "/healthCheck/startPeriod", "-1", field + "startPeriod: -1", "from 0 to 300"),
                value(APP + "/healthCheck/startPeriod", "301", field + "startPeriod: 301"));
    }

    static Stream<Arguments> ports() {
        String mapping = APP + "/portMappings/0";
        String field = "containerDefinitions[0].portMappings[0].";
        String other = "containerDefinitions[0].portMappings[1].";
        return Stream.of(
                value(mapping + "/containerPort", "0", field + "containerPort: 0", "from 1 to 65535"),
                value(mapping + "/containerPort", "65536", field + "containerPort: 65536"),
                value(mapping + "/hostPort", "-1", field + "hostPort: -1", "from 0 to 65535"),
                value(mapping + "/hostPort", "22", field + "hostPort: 22 is reserved"),
                value(mapping + "/hostPort", "2376", field + "hostPort: 2376 is reserved"),
                value(mapping + "/hostPort", "51679", field + "hostPort: 51679 is reserved", "use another port"),
                bad(Patch.base().remove(mapping + "/containerPort"), field + "containerPort: missing"),
                value(
                        APP + "/portMappings/-",
                        "{\"containerPort\": 81, \"hostPort\": 8080}",
                        other + "hostPort: host port 8080/tcp is taken by " + field + "hostPort"),
                value(
                        SIDECAR + "/portMappings",
                        "[{\"containerPort\": 81, \"hostPort\": 8080}]",
                        "containerDefinitions[1].portMappings[0].hostPort: host port 8080/tcp is taken by " + field),
                value(
                        APP + "/portMappings/-",
                        "{\"containerPort\": 80, \"protocol\": \"udp\"}",
                        other + "containerPort: container port 80 is mapped for both tcp and udp"),
                value(
                        SIDECAR + "/portMappings",
                        "[{\"containerPort\": 81, \"name\": \"http\"}]",
                        "containerDefinitions[1].portMappings[0].name: \"http\" is used by " + field + "name"),
                value(mapping + "/name", "\"Http\"", field + "name: \"Http\" is no name"),
                value(mapping + "/name", "\"-http\"", field + "name: \"-http\""),
                value(mapping + "/name", "\"" + "n".repeat(65) + "\"", field + "name"),
                value("/networkMode", "\"none\"", "containerDefinitions[0].portMappings: port mappings are not valid"),
                value(
                        "/networkMode",
                        "\"host\"",
                        field + "hostPort: When networkMode=host",
                        "hostPort is 8080, containerPort is 80"),
                bad(
                        Patch.base()
                                .set("/networkMode", "\"host\"")
                                .set(APP + "/portMappings", "[{\"containerPort\": 22}]"),
                        field + "containerPort: 22 is reserved"),
                bad(
                        Patch.base()
                                .set("/networkMode", "\"awsvpc\"")
                                .set(SIDECAR + "/portMappings", "[{\"containerPort\": 80}]"),
                        "containerDefinitions[1].portMappings[0].containerPort: host port 80/tcp is taken by"),
                value(
                        APP + "/portMappings",
                        "["
                                + IntStream.range(1, 102)
                                        .mapToObj(i ->
                                                "{\"containerPort\": " + i + ", \"hostPort\": " + (10_000 + i) + "}")
                                        .collect(Collectors.joining(","))
                                + "]",
                        "101 fixed host ports",
                        "at most 100"),
                value(
                        mapping,
                        "{\"containerPortRange\": \"90-80\"}",
                        field + "containerPortRange: \"90-80\" is no range"),
                value(mapping, "{\"containerPortRange\": \"80-80\"}", field + "containerPortRange: \"80-80\""),
                value(mapping, "{\"containerPortRange\": \"0-80\"}", field + "containerPortRange: \"0-80\""),
                value(mapping, "{\"containerPortRange\": \"1-65536\"}", field + "containerPortRange: \"1-65536\""),
                value(mapping, "{\"containerPortRange\": \"80\"}", field + "containerPortRange: \"80\" is no range"),
                value(
                        mapping,
                        "{\"containerPortRange\": \"80-90\", \"hostPort\": 80}",
                        field + "containerPortRange: a range stands alone"),
                value(
                        APP + "/portMappings/-",
                        "{\"containerPortRange\": \"70-90\"}",
                        other + "containerPortRange: 70-90 overlaps 80"),
                bad(
                        Patch.base()
                                .set("/networkMode", "\"host\"")
                                .set(mapping, "{\"containerPortRange\": \"80-90\"}"),
                        field + "containerPortRange: a range needs networkMode bridge or awsvpc, but it is host"),
                value(
                        APP + "/portMappings",
                        "["
                                + IntStream.range(0, 101)
                                        .mapToObj(i -> "{\"containerPortRange\": \"" + (i * 10 + 1) + "-" + (i * 10 + 2)
                                                + "\"}")
                                        .collect(Collectors.joining(","))
                                + "]",
                        "containerDefinitions[0].portMappings: 101 port ranges"));
    }

    static Stream<Arguments> volumes() {
        return Stream.of(
                value("/volumes/-", "{\"name\": \"data\"}", "volumes[1].name: \"data\" occurs more than once"),
                value(
                        APP + "/mountPoints",
                        "[{\"sourceVolume\": \"dta\", \"containerPath\": \"/d\"}]",
                        "containerDefinitions[0].mountPoints[0].sourceVolume: Unknown volume \"dta\"",
                        "data"),
                value(
                        APP + "/mountPoints",
                        list(2, "{\"sourceVolume\": \"data\", \"containerPath\": \"/d\"}"),
                        "containerDefinitions[0].mountPoints[1].containerPath: \"/d\" occurs more than once"),
                value(
                        "/volumes/0",
                        "{\"name\": \"data\", \"host\": {}, \"configuredAtLaunch\": true}",
                        "volumes[0]: a volume is of one kind, but 2"),
                value(
                        "/volumes",
                        list(2, "{\"name\": \"v#\", \"configuredAtLaunch\": true}"),
                        "volumes: 2 volumes have configuredAtLaunch"),
                value(
                        "/volumes/0",
                        "{\"name\": \"data\", \"dockerVolumeConfiguration\": {\"autoprovision\": true}}",
                        "volumes[0].dockerVolumeConfiguration.autoprovision"),
                value(
                        "/volumes/0",
                        "{\"name\": \"data\", \"efsVolumeConfiguration\": {\"fileSystemId\": \"fs-1\","
                                + "\"rootDirectory\": \"/x\", \"authorizationConfig\": {\"accessPointId\": \"ap\"}}}",
                        "volumes[0].efsVolumeConfiguration.transitEncryption: it must be ENABLED",
                        "volumes[0].efsVolumeConfiguration.rootDirectory: \"/x\""),
                value(
                        "/volumes/0",
                        "{\"name\": \"data\", \"efsVolumeConfiguration\": {\"fileSystemId\": \"fs-1\","
                                + "\"transitEncryptionPort\": 70000}}",
                        "volumes[0].efsVolumeConfiguration.transitEncryptionPort: 70000"),
                value(
                        "/volumes/0",
                        "{\"name\": \"data\", \"host\": {\"sourcePath\": \"\"}}",
                        "volumes[0].host.sourcePath"));
    }

    static Stream<Arguments> containerFields() {
        String field = "containerDefinitions[0].";
        return Stream.of(
                value(APP + "/environment", "[{\"name\": \"\"}]", field + "environment[0].name: \"\" is no name"),
                value(APP + "/environment", "[{\"name\": \"A=B\"}]", field + "environment[0].name: \"A=B\""),
                value(
                        APP + "/secrets",
                        list(2, "{\"name\": \"A\", \"valueFrom\": \"x\"}"),
                        field + "secrets[1].name: \"A\" occurs more than once"),
                bad(
                        Patch.base()
                                .set(APP + "/environment", "[{\"name\": \"A\", \"value\": \"\"}]")
                                .set(APP + "/secrets", "[{\"name\": \"A\", \"valueFrom\": \"x\"}]"),
                        field + "secrets[0].name: The secret name must be unique and not shared"),
                value(
                        APP + "/environmentFiles",
                        list(11, "{\"value\": \"a.env\", \"type\": \"s3\"}"),
                        field + "environmentFiles: 11 files"),
                value(
                        APP + "/environmentFiles",
                        "[{\"value\": \"a.txt\", \"type\": \"s3\"}]",
                        field + "environmentFiles[0].value: \"a.txt\" does not end in .env"),
                value(
                        APP + "/environmentFiles",
                        "[{\"value\": \"a.env\", \"type\": \"s3\"}, {\"value\": \"\", \"type\": \"s3\"}]",
                        field + "environmentFiles[1].value: \"\" does not end in .env"),
                value(
                        APP + "/restartPolicy",
                        "{\"enabled\": true, \"restartAttemptPeriod\": 59}",
                        field + "restartPolicy.restartAttemptPeriod: 59",
                        "from 60 to 1800"),
                value(
                        APP + "/restartPolicy",
                        "{\"enabled\": true, \"restartAttemptPeriod\": 1801}",
                        field + "restartPolicy.restartAttemptPeriod: 1801"),
                value(
                        APP + "/restartPolicy",
                        "{\"enabled\": true, \"ignoredExitCodes\": " + list(51, "#") + "}",
                        field + "restartPolicy.ignoredExitCodes: 51 exit codes"),
                value(APP + "/startTimeout", "1", field + "startTimeout: 1", "at least 2"),
                value(APP + "/stopTimeout", "-1", field + "stopTimeout: -1", "at least 0"),
                value(
                        APP + "/ulimits",
                        "[{\"name\": \"nofile\", \"softLimit\": 9, \"hardLimit\": 8}]",
                        field + "ulimits[0].softLimit: 9 is above the hardLimit of 8"),
                value(
                        APP + "/ulimits",
                        "[{\"name\": \"nofile\", \"softLimit\": -1, \"hardLimit\": 8}]",
                        field + "ulimits[0].softLimit: -1 is above the hardLimit of 8"),
                value(
                        APP + "/ulimits",
                        "[{\"name\": \"nofile\", \"softLimit\": -2, \"hardLimit\": -2}]",
                        field + "ulimits[0].softLimit: -2"),
                value(
                        APP + "/ulimits",
                        list(2, "{\"name\": \"core\", \"softLimit\": 1, \"hardLimit\": 1}"),
                        field + "ulimits[1].name: \"core\" occurs more than once"),
                value(
                        APP + "/linuxParameters",
                        "{\"swappiness\": 101, \"maxSwap\": 1}",
                        field + "linuxParameters.swappiness"),
                value(APP + "/linuxParameters", "{\"maxSwap\": -1}", field + "linuxParameters.maxSwap: -1"),
                value(
                        APP + "/linuxParameters",
                        "{\"sharedMemorySize\": 0}",
                        field + "linuxParameters.sharedMemorySize: 0"),
                value(
                        APP + "/linuxParameters",
                        "{\"tmpfs\": [{\"containerPath\": \"tmp\", \"size\": 0}]}",
                        field + "linuxParameters.tmpfs[0].size: 0",
                        field + "linuxParameters.tmpfs[0].containerPath: \"tmp\""),
                value(
                        APP + "/systemControls",
                        "[{\"namespace\": \"vm.swappiness\", \"value\": \"1\"}]",
                        field + "systemControls[0].namespace: \"vm.swappiness\""),
                bad(
                        Patch.base()
                                .set("/ipcMode", "\"host\"")
                                .set(APP + "/systemControls", "[{\"namespace\": \"kernel.sem\", \"value\": \"1\"}]"),
                        field + "systemControls[0].namespace: \"kernel.sem\" would be the host's"),
                value(APP + "/credentialSpecs", "[\"a\", \"b\"]", field + "credentialSpecs: 2 are given"),
                bad(
                        Patch.base().set("/networkMode", "\"awsvpc\"").set(APP + "/hostname", "\"h\""),
                        field + "hostname: it is not supported with networkMode awsvpc"),
                value(
                        APP + "/resourceRequirements",
                        "[{\"type\": \"GPU\", \"value\": \"0\"}]",
                        field + "resourceRequirements[0].value: \"0\" is no number of GPUs"),
                value(
                        APP + "/resourceRequirements",
                        "[{\"type\": \"InferenceAccelerator\", \"value\": \"x\"}]",
                        field + "resourceRequirements[0].value: \"x\" is no deviceName"),
                value(
                        APP + "/resourceRequirements",
                        "[{\"type\": \"GPU\"}]",
                        field + "resourceRequirements[0].value: missing"),
                value(
                        APP + "/logConfiguration",
                        "{\"logDriver\": \"awsfirelens\"}",
                        field + "logConfiguration.logDriver: awsfirelens needs a container"));
    }

    static Stream<Arguments> taskFields() {
        return Stream.of(
                value(
                        "/placementConstraints",
                        list(11, "{\"type\": \"memberOf\", \"expression\": \"attribute:a exists\"}"),
                        "placementConstraints: 11 constraints"),
                value(
                        "/placementConstraints",
                        "[{\"type\": \"memberOf\"}]",
                        "placementConstraints[0].expression: missing"),
                value(
                        "/placementConstraints",
                        "[{\"type\": \"memberOf\", \"expression\": \"" + "a".repeat(2001) + "\"}]",
                        "placementConstraints[0].expression: at position 2001: the expression has 2001 characters"),
                value(
                        "/placementConstraints",
                        "[{\"type\": \"memberOf\", \"expression\": \"atribute:a exists\"}]",
                        "placementConstraints[0].expression: at position 1: unknown subject 'atribute:a'"),
                value(
                        "/proxyConfiguration",
                        "{\"containerName\": \"envoy\"}",
                        "proxyConfiguration.containerName: \"envoy\"",
                        "proxyConfiguration: a proxy needs networkMode awsvpc"));
    }

    static Stream<Arguments> capacities() {
        return Stream.of(
                bad(fargate().set("/networkMode", "\"bridge\""), "networkMode: bridge is given; FARGATE needs awsvpc"),
                bad(fargate().remove("/networkMode"), "networkMode: missing; FARGATE needs awsvpc"),
                bad(fargate().remove("/cpu"), "cpu: missing; FARGATE needs both"),
                bad(fargate().remove("/memory"), "memory: missing; FARGATE needs both"),
                bad(fargate().set("/cpu", "\"640\""), "cpu: 640 CPU units are no size of FARGATE"),
                bad(
                        fargate().set("/memory", "\"1536\""),
                        "memory: 1536 MiB does not go with 512 CPU units",
                        "1024 to 4096"),
                bad(
                        fargate().set("/cpu", "\"256\"").set("/memory", "\"1536\""),
                        "memory: 1536 MiB does not go with 256 CPU units",
                        "512 to 1024 in steps of 512, or 2048"),
                bad(
                        fargate().set("/cpu", "\"16 vCPU\"").set("/memory", "\"36GB\""),
                        "memory: 36864 MiB",
                        "steps of 8192"),
                bad(
                        fargate().set(APP + "/privileged", "true"),
                        "containerDefinitions[0].privileged: it is not supported"),
                bad(
                        fargate().set(APP + "/stopTimeout", "121"),
                        "containerDefinitions[0].stopTimeout: 121",
                        "from 0 to 120"),
                bad(fargate().set("/pidMode", "\"host\""), "pidMode: host is not supported on FARGATE"),
                bad(fargate().set("/ipcMode", "\"task\""), "ipcMode: it is not supported on FARGATE"),
                bad(
                        fargate().set("/placementConstraints", "[{\"type\": \"memberOf\", \"expression\": \"a\"}]"),
                        "placementConstraints: it is not supported on FARGATE"),
                bad(
                        fargate().set(APP + "/portMappings", "[{\"containerPort\": 80, \"hostPort\": 81}]"),
                        "containerDefinitions[0].portMappings[0].hostPort: 81 must be the containerPort on FARGATE"),
                bad(
                        fargate().set(APP + "/logConfiguration", "{\"logDriver\": \"syslog\"}"),
                        "containerDefinitions[0].logConfiguration.logDriver: syslog is not supported on FARGATE"),
                bad(
                        fargate().set(APP + "/linuxParameters", "{\"sharedMemorySize\": 8}"),
                        "containerDefinitions[0].linuxParameters.sharedMemorySize"),
                bad(
                        fargate().set("/volumes/0", "{\"name\": \"data\", \"host\": {\"sourcePath\": \"/x\"}}"),
                        "volumes[0].host.sourcePath: it is not supported on FARGATE"),
                bad(
                        fargate().set("/requiresCompatibilities", "[\"EXTERNAL\"]"),
                        "networkMode: awsvpc is not supported on EXTERNAL"),
                bad(
                        Patch.base().set("/requiresCompatibilities", "[\"EC2\", \"MANAGED_INSTANCES\"]"),
                        "requiresCompatibilities[1]: MANAGED_INSTANCES is not supported"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "names",
        "sizes",
        "dependencies",
        "healthChecks",
        "ports",
        "volumes",
        "containerFields",
        "taskFields",
        "capacities"
    })
    void isRefused(String what, String json, String[] fragments) {
        var request = TaskDefinitionJson.read(json).request();

        assertThatExceptionOfType(ClientException.class)
                .as(what)
                .isThrownBy(() -> DefinitionCheck.check(request))
                .satisfies(e -> assertThat(e).hasMessageContainingAll(fragments));
    }

    @Test
    void theDocumentsThatAreChangedAreValidThemselves() {
        assertThat(check(Patch.base()).warnings()).isEmpty();
        assertThat(check(fargate()).warnings()).isEmpty();
    }

    @Test
    void allErrorsAreNamedButTheMessageStaysShort() {
        Patch patch = Patch.base().set("/family", "\"\"").set("/tags", list(20, "{\"key\": \"aws:#\"}"));

        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> check(patch))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .hasSize(11)
                        .startsWith("family: \"\" is no name; give 1 to 255 letters, digits, _ and -.")
                        .endsWith("(and 11 more)"));
    }

    @Test
    void aValueInAMessageIsClipped() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> check(Patch.base().set("/family", "\"" + "x".repeat(10_000) + "\"")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void whatIsHarmlessIsAWarning() {
        Patch patch = Patch.base()
                .set(APP + "/linuxParameters", "{\"swappiness\": 10}")
                .set(APP + "/healthCheck/command", "[\"CMD-SHELL\", \"true\", \"false\"]");

        assertThat(check(patch).warnings())
                .containsExactlyInAnyOrder(
                        "containerDefinitions[0].linuxParameters.swappiness: ignored; it counts only together with maxSwap.",
                        "containerDefinitions[0].healthCheck.command: CMD-SHELL takes one line; what follows the first is"
                                + " not run.");
    }

    @Test
    void aContainerPortMayHaveSeveralHostPortsAndDynamicOnesNeverCollide() {
        Patch patch = Patch.base()
                .set(
                        APP + "/portMappings",
                        "[{\"containerPort\": 80, \"hostPort\": 8080}, {\"containerPort\": 80, \"hostPort\": 8081},"
                                + "{\"containerPort\": 90, \"hostPort\": 0}, {\"containerPort\": 91}]")
                .set(SIDECAR + "/portMappings", "[{\"containerPort\": 90, \"hostPort\": 0}, {\"containerPort\": 91}]");

        assertThat(check(patch).request().containerDefinitions().get(0).portMappings())
                .hasSize(4);
    }

    @Test
    void theSizeOfTheTaskIsNormalisedAndNothingElse() {
        var given = TaskDefinitionJson.read(Patch.base()
                        .set("/cpu", "\".5 vCPU\"")
                        .set("/memory", "\"1 gb\"")
                        .json())
                .request();

        var checked = DefinitionCheck.check(given).request();

        assertThat(List.of(checked.cpu(), checked.memory())).containsExactly("512", "1024");
        assertThat(checked)
                .isEqualTo(given.toBuilder().cpu("512").memory("1024").build());
    }

    private static CheckedDefinition check(Patch patch) {
        return DefinitionCheck.check(TaskDefinitionJson.read(patch.json()).request());
    }
}
