package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HostVolumeProperties;
import io.stowage.model.KeyValuePair;
import io.stowage.model.MountPoint;
import io.stowage.model.TaskDefinition;
import io.stowage.model.Volume;
import io.stowage.runtime.docker.spec.DockerFields.Finding;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Docker can't do, or must not be told. */
class RefusalsTest {

    private static final HostFacts POOR =
            new HostFacts(2, 1024, 2, false, false, Set.of("name=rootless"), Set.of("json-file"));

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static ContainerRuntimeException refusal(TaskDefinition task, SecretValue... secrets) {
        ContainerRuntimeException refusal =
                catchThrowableOfType(ContainerRuntimeException.class, () -> Definitions.plan(task, secrets));
        assertThat(refusal).as("that it is refused").isNotNull();
        assertThat(refusal.category()).isEqualTo(Category.CannotCreateContainerError);
        assertThat(refusal.isRetryable()).isFalse();
        assertThat(refusal.getMessage()).doesNotContain("\n", "\0").hasSizeLessThan(500);
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'links':['nobody'], | containerDefinitions[web].links",
                "'volumesFrom':[{'sourceContainer':'nobody'}], | containerDefinitions[web].volumesFrom[].sourceContainer",
                "'mountPoints':[{'sourceVolume':'nobody','containerPath':'/x'}], | containerDefinitions[web].mountPoints[].sourceVolume",
                "'linuxParameters':{'capabilities':{'add':['FLY']}}, | containerDefinitions[web].linuxParameters.capabilities.add",
                "'linuxParameters':{'devices':[{'hostPath':'dev'}]}, | containerDefinitions[web].linuxParameters.devices[].hostPath",
                "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1,'mountOptions':['a,b']}]}, | containerDefinitions[web].linuxParameters.tmpfs[].mountOptions",
                "'linuxParameters':{'tmpfs':[{'containerPath':'t','size':1}]}, | containerDefinitions[web].linuxParameters.tmpfs[].containerPath",
                "'logConfiguration':{'logDriver':'awsfirelens'}, | containerDefinitions[web].logConfiguration.logDriver",
                "'logConfiguration':{'logDriver':'splunk','secretOptions':[{'name':'splunk-token','valueFrom':'x'}]}, | containerDefinitions[web].logConfiguration.secretOptions",
                "'resourceRequirements':[{'type':'InferenceAccelerator','value':'x'}], | containerDefinitions[web].resourceRequirements[].type",
                "'resourceRequirements':[{'type':'GPU','value':'0'}], | containerDefinitions[web].resourceRequirements[].value",
                "'healthCheck':{'command':['curl']}, | containerDefinitions[web].healthCheck.command",
                "'extraHosts':[{'hostname':'a:b','ipAddress':'1.1.1.1'}], | containerDefinitions[web].extraHosts[].hostname",
                "'extraHosts':[{'hostname':'a','ipAddress':'host-gateway'}], | containerDefinitions[web].extraHosts[].ipAddress",
                "'portMappings':[{'containerPortRange':'9-1'}], | containerDefinitions[web].portMappings[].containerPort",
                "'portMappings':[{'containerPort':70000}], | containerDefinitions[web].portMappings[].containerPort",
                "'portMappings':[{'containerPortRange':'1-60000'}], | containerDefinitions[web].portMappings[].containerPortRange",
                "'disableNetworking':true,'portMappings':[{'containerPort':80}], | containerDefinitions[web].portMappings",
                "'dockerSecurityOptions':['credentialspec:file://x'], | containerDefinitions[web].dockerSecurityOptions",
            })
    void whatDockerCanNotDoIsRefusedByItsField(String container, String field) {
        assertThat(refusal(Definitions.task("", quoted(container)))).hasMessageStartingWith(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'networkMode':'awsvpc', | 'links':['db'], | containerDefinitions[web].links",
                "'networkMode':'awsvpc', | 'hostname':'h', | containerDefinitions[web].hostname",
                "'networkMode':'none', | 'portMappings':[{'containerPort':80}], | containerDefinitions[web].portMappings",
                "'networkMode':'host', | 'systemControls':[{'namespace':'net.x','value':'1'}], | containerDefinitions[web].systemControls[].namespace",
                "'ipcMode':'host', | 'systemControls':[{'namespace':'kernel.msgmax','value':'1'}], | containerDefinitions[web].systemControls[].namespace",
                "'cpu':'1 vCPU', | 'user':'a', | cpu",
                "'volumes':[{'name':'v','efsVolumeConfiguration':{'fileSystemId':'f'}}], | 'mountPoints':[{'sourceVolume':'v','containerPath':'/x'}], | volumes[v].efsVolumeConfiguration",
                "'volumes':[{'name':'v','configuredAtLaunch':true}], | 'mountPoints':[{'sourceVolume':'v','containerPath':'/x'}], | volumes[v].configuredAtLaunch",
                "'volumes':[{'name':'v','host':{'sourcePath':'etc'}}], | 'mountPoints':[{'sourceVolume':'v','containerPath':'/x'}], | volumes[v].host.sourcePath",
                "'volumes':[{'name':'v','host':{'sourcePath':'/a:/etc'}}], | 'mountPoints':[{'sourceVolume':'v','containerPath':'/x'}], | volumes[v].host.sourcePath",
                "'volumes':[{'name':'v'}], | 'mountPoints':[{'sourceVolume':'v','containerPath':'/x:rw,z'}], | containerDefinitions[web].mountPoints[].containerPath",
                "'volumes':[{'name':'stowage.volume.prod.t2.v','dockerVolumeConfiguration':{'scope':'shared'}}], | 'mountPoints':[{'sourceVolume':'stowage.volume.prod.t2.v','containerPath':'/x'}], | volumes[stowage.volume.prod.t2.v].name",
            })
    void whatTheTaskDoesNotAllowIsRefusedByItsField(String task, String container, String field) {
        assertThat(refusal(Definitions.task(quoted(task), quoted(container)))).hasMessageStartingWith(field);
    }

    static Stream<UnaryOperator<ContainerDefinition>> hostile() {
        return Stream.of("\0", "a\0b", "\uD83D", "\uDEA2x")
                .flatMap(bad -> Stream.of(
                        c -> c.toBuilder().command(List.of("x", bad)).build(),
                        c -> c.toBuilder().entryPoint(List.of(bad)).build(),
                        c -> c.toBuilder().user(bad).build(),
                        c -> c.toBuilder().workingDirectory("/" + bad).build(),
                        c -> c.toBuilder().hostname(bad).build(),
                        c -> c.toBuilder().image(bad).build(),
                        c -> c.toBuilder().dockerLabels(Map.of("a", bad)).build(),
                        c -> c.toBuilder().dockerLabels(Map.of(bad, "a")).build(),
                        c -> c.toBuilder().dnsServers(List.of(bad)).build(),
                        c -> c.toBuilder()
                                .environment(List.of(new KeyValuePair("A", bad)))
                                .build(),
                        c -> c.toBuilder()
                                .environment(List.of(new KeyValuePair("A" + bad, "")))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void textThatNoProcessCanBeGivenIsRefusedWhateverItsField(UnaryOperator<ContainerDefinition> change) {
        TaskDefinition task = Definitions.one("", "");
        ContainerDefinition container = change.apply(task.containerDefinitions().get(0));
        assertThat(refusal(task.toBuilder()
                        .containerDefinitions(List.of(container))
                        .build()))
                .hasMessageStartingWith("containerDefinitions[");
    }

    @ParameterizedTest
    @CsvSource({"user", "hostname", "image"})
    void aLineEndIsRefusedWhereItWouldBeAnotherLine(String field) {
        TaskDefinition task = Definitions.one("", "");
        ContainerDefinition web = task.containerDefinitions().get(0);
        ContainerDefinition changed = switch (field) {
            case "user" -> web.toBuilder().user("root\nx").build();
            case "hostname" -> web.toBuilder().hostname("a\n1.1.1.1 evil").build();
            default -> web.toBuilder().image("a\nb").build();
        };
        assertThat(refusal(
                        task.toBuilder().containerDefinitions(List.of(changed)).build()))
                .hasMessageStartingWith("containerDefinitions[web]." + field);
    }

    @Test
    void aLineEndIsRefusedInAPathOfTheHost() {
        TaskDefinition task = Definitions.one("", "").toBuilder()
                .volumes(List.of(new Volume("v", new HostVolumeProperties("/a\nb"), null, null, null, null, null)))
                .build();
        ContainerDefinition web = task.containerDefinitions().get(0).toBuilder()
                .mountPoints(List.of(new MountPoint("v", "/x", null)))
                .build();
        assertThat(refusal(task.toBuilder().containerDefinitions(List.of(web)).build()))
                .hasMessageStartingWith("volumes[v].host.sourcePath");
    }

    @ParameterizedTest
    @CsvSource({"A=B", "''", "=", "A=", "'A\nB'"})
    void aNameThatIsNoneOfAVariableIsRefused(String name) {
        TaskDefinition task = Definitions.one("", "");
        ContainerDefinition web = task.containerDefinitions().get(0).toBuilder()
                .environment(List.of(new KeyValuePair(name, "x")))
                .build();
        assertThat(refusal(task.toBuilder().containerDefinitions(List.of(web)).build()))
                .hasMessageStartingWith("containerDefinitions[web].environment[].name");
        assertThat(refusal(Definitions.one("", ""), new SecretValue(name, new char[] {'x'})))
                .hasMessageStartingWith("containerDefinitions[web].secrets[].name");
    }

    @Test
    void aSecretThatNoProcessCanBeGivenIsRefusedWithoutShowingIt() {
        SecretValue secret = new SecretValue("PASSWORD", "hunter2\0".toCharArray());
        assertThat(refusal(Definitions.one("", ""), secret))
                .hasMessageStartingWith("containerDefinitions[web].secrets[].name \"PASSWORD\"")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"'A\tB', hunter2", "'A\0', hunter2", "A, 'hunter2\0'"})
    void aVariableOfAFileThatNoProcessCanBeGivenIsRefusedWithoutShowingAnyOfIt(String name, String value) {
        TaskDefinition task = Definitions.one("", quoted("'environmentFiles':[{'type':'s3','value':'a.env'}],"));
        assertThat(refusal(task, new SecretValue(name, value.toCharArray())))
                .hasMessageStartingWith("containerDefinitions[web].environmentFiles hold ")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining(name);
    }

    @Test
    void linesAreKeptWhereTheyMayBe() throws Exception {
        CreatePlan plan = Definitions.plan(Definitions.one(
                "",
                "\"command\":[\"a\\nb\"],\"dockerLabels\":{\"a\":\"b\\nc\"},"
                        + "\"environment\":[{\"name\":\"A\",\"value\":\"1\\n2\"}],"));
        assertThat(plan.container().process().command()).containsExactly("a\nb");
        assertThat(plan.container().process().environment()).containsEntry("A", "1\n2");
    }

    @Test
    void whatAHostCanNotDoIsSaidAndLeftOut() throws Exception {
        TaskDefinition task = Definitions.task(
                quoted("'cpu':'256',"),
                quoted(
                        "'memory':64,'linuxParameters':{'maxSwap':8,'swappiness':3},'dockerSecurityOptions':['apparmor:x'],"));
        CreatePlan plan =
                Definitions.translation(Conventions.DEFAULT, POOR).translate(Definitions.spec(task), Map.of());
        assertThat(plan.warnings())
                .anyMatch(w -> w.startsWith("containerDefinitions[web].linuxParameters.maxSwap"))
                .anyMatch(w -> w.startsWith("cpu \"256\" of the task is not held"))
                .anyMatch(w -> w.startsWith("containerDefinitions[web].dockerSecurityOptions"));
        assertThat(plan.container().hostConfig().getMemorySwap()).isNull();
        assertThat(plan.container().hostConfig().getNanoCPUs()).isNull();
        assertThat(DockerFields.honoured(POOR))
                .doesNotContain("cpu", "containerDefinitions[].linuxParameters.maxSwap")
                .isSubsetOf(DockerFields.honoured());
        assertThat(DockerFields.warnings(POOR)).hasSize(4);
        assertThat(DockerFields.warnings(Definitions.HOST)).isEmpty();
    }

    @Test
    void aSwappinessMeansNothingToControlGroupsOfVersionTwo() throws Exception {
        HostFacts second = new HostFacts(2, 1024, 2, true, true, Set.of(), Set.of());
        TaskDefinition task =
                Definitions.task("", quoted("'memory':64,'linuxParameters':{'maxSwap':8,'swappiness':3},"));
        CreatePlan plan =
                Definitions.translation(Conventions.DEFAULT, second).translate(Definitions.spec(task), Map.of());
        assertThat(plan.container().hostConfig().getMemorySwap()).isEqualTo(72L << 20);
        assertThat(plan.container().hostConfig().getMemorySwappiness()).isNull();
        assertThat(plan.warnings())
                .singleElement()
                .satisfies(w -> assertThat(w).startsWith("containerDefinitions[web].linuxParameters.swappiness \"3\""));
    }

    @Test
    void aLogDriverThatTheDaemonHasNotIsRefused() {
        TaskDefinition task = Definitions.task("", quoted("'logConfiguration':{'logDriver':'journald'},"));
        List<Finding> findings = DockerFields.findings(task, Conventions.DEFAULT, POOR);
        assertThat(findings)
                .filteredOn(Finding::refused)
                .extracting(Finding::field)
                .containsExactly("containerDefinitions[web].logConfiguration.logDriver");
    }

    @Test
    void findingsNameEverythingAtOnce() {
        TaskDefinition task = Definitions.task(
                quoted("'volumes':[{'name':'e','efsVolumeConfiguration':{'fileSystemId':'f'}}],'taskRoleArn':'r',"
                        + "'proxyConfiguration':{'containerName':'web'},'ephemeralStorage':{'sizeInGiB':30},"),
                quoted("'firelensConfiguration':{'type':'fluentbit'},'dockerLabels':{'io.stowage.x':'y'},"
                        + "'links':['db'],'hostname':'a b','logConfiguration':{'logDriver':'awsfirelens'},"));
        List<Finding> findings = DockerFields.findings(task, Conventions.DEFAULT, Definitions.HOST);
        assertThat(findings)
                .extracting(Finding::field)
                .contains(
                        "proxyConfiguration",
                        "ephemeralStorage",
                        "taskRoleArn",
                        "volumes[e].efsVolumeConfiguration",
                        "containerDefinitions[web].firelensConfiguration",
                        "containerDefinitions[web].dockerLabels",
                        "containerDefinitions[web].logConfiguration.logDriver");
        assertThat(findings).filteredOn(Finding::refused).hasSize(1);
        assertThat(findings).allSatisfy(f -> assertThat(f.text()).startsWith(Objects.requireNonNull(f.field())));
    }

    @Test
    void aRefusedContainerClaimsNoPorts() throws Exception {
        HostPorts ports = new HostPorts(new PortRange(40_000, 40_000), HostPorts.Probe.NONE);
        Translation translation = new Translation(Conventions.DEFAULT, Definitions.HOST, ports);
        TaskDefinition bad =
                Definitions.one("", quoted("'healthCheck':{'command':['x']},'portMappings':[{'containerPort':80}],"));
        assertThatThrownBy(() -> translation.translate(Definitions.spec(bad), Map.of()))
                .isInstanceOf(ContainerRuntimeException.class);
        TaskDefinition good = Definitions.one("", quoted("'portMappings':[{'containerPort':80}],"));
        CreatePlan plan = translation.translate(Definitions.spec(good), Map.of());
        assertThat(plan.bindings())
                .singleElement()
                .satisfies(b -> assertThat(b.hostPort()).isEqualTo(40_000));
    }
}
