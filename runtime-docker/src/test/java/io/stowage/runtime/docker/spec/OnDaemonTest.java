package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.stowage.model.TaskDefinition;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real daemon makes of it. */
@NeedsDocker
class OnDaemonTest {

    /** Below those that connections of this machine come from. */
    private static final PortRange FREE = new PortRange(21_000, 21_999);

    private static final ObjectMapper JSON = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    private static final String IMAGE = TestDaemon.IMAGE;
    private static DockerClient docker;

    private final List<String> containers = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();
    private final Map<String, String> siblings = new LinkedHashMap<>();

    @BeforeAll
    static void connect() {
        docker = TestDaemon.shared().client();
    }

    @AfterAll
    static void disconnect() throws IOException {
        docker.close();
    }

    @AfterEach
    void clean() {
        for (int i = containers.size() - 1; i >= 0; i--) {
            docker.removeContainerCmd(containers.get(i))
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        volumes.forEach(volume -> docker.removeVolumeCmd(volume).exec());
    }

    private static String quoted(String text) {
        return text.replace('\'', '"').replace("IMAGE", IMAGE);
    }

    /** As the runtime does it; the container is created and not started. */
    private CreatePlan create(TaskDefinition task, int container, Conventions conventions, SecretValue... secrets)
            throws Exception {
        Translation translation = new Translation(
                conventions.withHolderImage(IMAGE),
                HostFacts.of(docker.infoCmd().exec()),
                new HostPorts(FREE, HostPorts.Probe.NONE));
        CreatePlan plan = translation.translate(
                Definitions.spec(task, task.containerDefinitions().get(container), secrets), siblings);
        for (VolumeRequest volume : plan.volumes()) {
            if (!volumes.contains(volume.name())) {
                docker.createVolumeCmd()
                        .withName(volume.name())
                        .withDriver(volume.driver())
                        .withDriverOpts(volume.driverOpts())
                        .withLabels(volume.labels())
                        .exec();
                volumes.add(volume.name());
            }
        }
        plan.holder().ifPresent(holder -> {
            if (!containers.contains(holder.name())) {
                send(holder);
                docker.startContainerCmd(holder.name()).exec();
            }
        });
        plan.secretFiles()
                .ifPresent(files -> docker.copyArchiveToContainerCmd(files.holder())
                        .withTarInputStream(new ByteArrayInputStream(files.archive()))
                        .withRemotePath(files.directory())
                        .exec());
        send(plan.container());
        siblings.put(
                task.containerDefinitions().get(container).name(),
                plan.container().name());
        return plan;
    }

    private void send(ContainerRequest request) {
        request.applyTo(docker.createContainerCmd(request.image())).exec();
        containers.add(request.name());
    }

    private CreatePlan start(TaskDefinition task, int container, Conventions conventions, SecretValue... secrets)
            throws Exception {
        CreatePlan plan = create(task, container, conventions, secrets);
        docker.startContainerCmd(plan.container().name()).exec();
        return plan;
    }

    private static InspectContainerResponse inspect(CreatePlan plan) {
        return docker.inspectContainerCmd(plan.container().name()).exec();
    }

    private static long exitCode(CreatePlan plan) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "exited".equals(inspect(plan).getState().getStatus()));
        return Objects.requireNonNull(inspect(plan).getState().getExitCodeLong());
    }

    @Test
    void aContainerWithNearlyEveryFieldIsWhatWasSent() throws Exception {
        TaskDefinition task = Definitions.definition(quoted("{'family':'shop','cpu':'512','volumes':[{'name':'v'},"
                + "{'name':'h','host':{'sourcePath':'/etc'}}],'containerDefinitions':[{'name':'web','image':'IMAGE',"
                + "'entryPoint':['/bin/sh','-c'],'command':['sleep 600'],'user':'0:0','workingDirectory':'/srv','hostname':'h1',"
                + "'environment':[{'name':'A','value':'1\\n2'}],'extraHosts':[{'hostname':'a','ipAddress':'10.0.0.1'}],"
                + "'dnsServers':['1.1.1.1'],'dnsSearchDomains':['a.b'],'links':['db:store'],'portMappings':["
                + "{'containerPort':80},{'containerPort':53,'protocol':'udp'},{'containerPortRange':'9000-9003'}],"
                + "'cpu':128,'memory':64,'memoryReservation':32,'linuxParameters':{'maxSwap':16,'swappiness':10,"
                + "'sharedMemorySize':8,'tmpfs':[{'containerPath':'/t','size':4,'mountOptions':['noexec']}],"
                + "'devices':[{'hostPath':'/dev/zero','containerPath':'/dev/z','permissions':['read']}],"
                + "'capabilities':{'add':['SYS_NICE'],'drop':['MKNOD']}},'ulimits':[{'name':'nofile','softLimit':100,"
                + "'hardLimit':200}],'systemControls':[{'namespace':'net.core.somaxconn','value':'99'}],"
                + "'mountPoints':[{'sourceVolume':'v','containerPath':'/v'},{'sourceVolume':'h','containerPath':'/h',"
                + "'readOnly':true}],'volumesFrom':[{'sourceContainer':'db','readOnly':true}],"
                + "'readonlyRootFilesystem':true,'dockerLabels':{'x':'y'},'dockerSecurityOptions':['no-new-privileges'],"
                + "'logConfiguration':{'logDriver':'json-file','options':{'max-size':'1m'}},'interactive':true,"
                + "'pseudoTerminal':true,'healthCheck':{'command':['CMD','/bin/touch','/t/x'],'interval':5,'timeout':2,"
                + "'retries':2}},{'name':'db','image':'IMAGE','command':['sleep','600']}]}"));
        start(task, 1, Conventions.DEFAULT);
        CreatePlan plan = start(task, 0, Conventions.DEFAULT);
        assertThat(plan.warnings()).allMatch(warning -> warning.startsWith("cpu \"512\" of the task is held for each"));
        JsonNode sent = JSON.readTree(Definitions.json(plan.container()).toString());
        JsonNode there = JSON.readTree(JSON.writeValueAsString(inspect(plan)));
        assertThat(there.at("/Name").asText()).isEqualTo("/stowage-prod-t1-web");
        for (Map.Entry<String, JsonNode> field : sent.at("/HostConfig").properties()) {
            if (!nothing(field.getValue())
                    && !field.getKey().equals("Links")
                    && !field.getKey().equals("RestartPolicy")) {
                assertThat(there.at("/HostConfig/" + field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue());
            }
        }
        assertThat(there.at("/HostConfig/Links/0").asText())
                .isEqualTo("/stowage-prod-t1-db:/stowage-prod-t1-web/store");
        for (String field : List.of(
                "Image",
                "Cmd",
                "Entrypoint",
                "User",
                "WorkingDir",
                "Hostname",
                "Tty",
                "OpenStdin",
                "Labels",
                "ExposedPorts")) {
            assertThat(there.at("/Config/" + field)).as(field).isEqualTo(sent.at("/" + field));
        }
        assertThat(there.at("/Config/Env").toString()).contains("\"A=1\\n2\"");
        assertThat(DockerLabels.bindings(inspect(plan).getConfig().getLabels())).isEqualTo(plan.bindings());
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        "healthy".equals(inspect(plan).getState().getHealth().getStatus()));
    }

    private static boolean nothing(JsonNode node) {
        return node.isNull() || (node.isContainerNode() && node.isEmpty());
    }

    @Test
    void containersOfOneTaskReachEachOtherOnLocalhost() throws Exception {
        TaskDefinition task = Definitions.definition(
                quoted(
                        "{'family':'shop','networkMode':'awsvpc','containerDefinitions':["
                                + "{'name':'web','image':'IMAGE','command':['/bin/httpd','-f','-p','45001','-h','/bin'],"
                                + "'portMappings':[{'containerPort':45001}]},"
                                + "{'name':'client','image':'IMAGE','command':['/bin/sh','-c',"
                                + "'for i in 1 2 3 4 5; do wget -q -O /dev/null http://127.0.0.1:45001/busybox && exit 7; sleep 1; done']}]}"));
        CreatePlan web = start(task, 0, Conventions.DEFAULT);
        CreatePlan client = start(task, 1, Conventions.DEFAULT);
        assertThat(exitCode(client)).isEqualTo(7);
        int port = Objects.requireNonNull(web.bindings().get(0).hostPort());
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    @Test
    void containersOfOneTaskSeeEachOthersProcesses() throws Exception {
        TaskDefinition task = Definitions.definition(quoted("{'family':'shop','pidMode':'task','containerDefinitions':["
                + "{'name':'web','image':'IMAGE','command':['/bin/sleep','611']},"
                + "{'name':'client','image':'IMAGE','command':['/bin/sh','-c',"
                + "'cat /proc/[0-9]*/cmdline | grep -q 611 && exit 7']}]}"));
        start(task, 0, Conventions.DEFAULT);
        assertThat(exitCode(start(task, 1, Conventions.DEFAULT))).isEqualTo(7);
    }

    @Test
    void aVolumeOfATaskIsSharedByItsContainers() throws Exception {
        TaskDefinition task =
                Definitions.definition(quoted("{'family':'shop','volumes':[{'name':'v'}],'containerDefinitions':["
                        + "{'name':'web','image':'IMAGE','command':['/bin/sh','-c','echo hello > /v/x'],"
                        + "'mountPoints':[{'sourceVolume':'v','containerPath':'/v'}]},"
                        + "{'name':'client','image':'IMAGE','command':['/bin/sh','-c','[ $(cat /w/x) = hello ] && ! touch /w/y && exit 7'],"
                        + "'mountPoints':[{'sourceVolume':'v','containerPath':'/w','readOnly':true}]}]}"));
        assertThat(exitCode(start(task, 0, Conventions.DEFAULT))).isZero();
        assertThat(exitCode(start(task, 1, Conventions.DEFAULT))).isEqualTo(7);
    }

    @Test
    void aSecretIsAFileInMemoryThatNobodyElseIsTold() throws Exception {
        TaskDefinition task = Definitions.definition(
                quoted(
                        "{'family':'shop','containerDefinitions':["
                                + "{'name':'web','image':'IMAGE','user':'1000','readonlyRootFilesystem':true,"
                                + "'secrets':[{'name':'PASSWORD','valueFrom':'x'}],'command':['/bin/sh','-c',"
                                + "'[ $(cat /run/secrets/PASSWORD) = hunt€r2 ] && grep /run/secrets /proc/mounts | grep -q tmpfs && exit 7']}]}"));
        CreatePlan plan = start(
                task,
                0,
                Conventions.DEFAULT.withSecretsAsFiles(),
                new SecretValue("PASSWORD", "hunt€r2".toCharArray()));
        assertThat(exitCode(plan)).isEqualTo(7);
        InspectContainerResponse web = inspect(plan);
        assertThat(JSON.writeValueAsString(web.getConfig().getEnv())).doesNotContain("PASSWORD");
    }
}
