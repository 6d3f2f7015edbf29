package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.SecretValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holders, volumes, networks and the files of secrets: what a task's containers have together. */
class SharedByTaskTest {

    private static final SecretValue PASSWORD = new SecretValue("PASSWORD", "hunter2".toCharArray());

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static CreatePlan plan(Conventions conventions, TaskDefinition task, int container, SecretValue... secrets)
            throws Exception {
        ContainerDefinition definition = task.containerDefinitions().get(container);
        return Definitions.translation(conventions, Definitions.HOST)
                .translate(Definitions.spec(task, definition, secrets), Map.of());
    }

    @Test
    void aBridgedTaskNeedsNoHolder() throws Exception {
        TaskDefinition task = Definitions.task("", "");
        CreatePlan plan = Definitions.plan(task);
        assertThat(plan.holder()).isEmpty();
        assertThat(plan.networks()).isEmpty();
        assertThat(plan.volumes()).isEmpty();
        assertThat(Definitions.translation(Conventions.DEFAULT, Definitions.HOST)
                        .holderName(Definitions.spec(task)))
                .isEmpty();
    }

    @Test
    void theHolderOfATaskIsTheSameWhicheverContainerComesFirst() throws Exception {
        TaskDefinition task = Definitions.task(
                quoted("'networkMode':'awsvpc','pidMode':'task','ipcMode':'task',"),
                quoted("'portMappings':[{'containerPort':80},{'containerPortRange':'90-92','protocol':'udp'}],"
                        + "'dnsServers':['1.1.1.1'],'linuxParameters':{'sharedMemorySize':8},"));
        CreatePlan web = plan(Conventions.DEFAULT, task, 0);
        CreatePlan db = plan(Conventions.DEFAULT, task, 1);
        ContainerRequest holder = web.holder().orElseThrow();
        assertThat(Definitions.json(db.holder().orElseThrow())).isEqualTo(Definitions.json(holder));
        assertThat(holder.name()).isEqualTo("stowage.holder.prod.t1");
        JsonNode sent = Definitions.json(holder);
        assertThat(sent.at("/HostConfig/PortBindings").size()).isEqualTo(4);
        assertThat(sent.at("/HostConfig/PortBindings/92~1udp/0/HostPort").asText())
                .isEqualTo("92");
        assertThat(sent.at("/HostConfig/NetworkMode").asText()).isEqualTo("bridge");
        assertThat(sent.at("/HostConfig/Dns/0").asText()).isEqualTo("1.1.1.1");
        assertThat(sent.at("/HostConfig/IpcMode").asText()).isEqualTo("shareable");
        assertThat(sent.at("/HostConfig/ShmSize").asLong()).isEqualTo(8L << 20);
        assertThat(sent.at("/HostConfig/CapDrop/0").asText()).isEqualTo("ALL");
        assertThat(web.bindings()).hasSize(2);
        assertThat(Definitions.json(web.container())
                        .at("/HostConfig/PortBindings")
                        .size())
                .isZero();
        assertThat(db.bindings()).isEmpty();
    }

    @Test
    void aHolderCarriesNoneOfTheLabelsThatTheEngineLooksFor() throws Exception {
        ContainerRequest holder = plan(Conventions.DEFAULT, Definitions.task("\"networkMode\":\"awsvpc\",", ""), 0)
                .holder()
                .orElseThrow();
        assertThat(holder.labels())
                .containsEntry(DockerLabels.HOLDER_OF, "t1")
                .containsEntry(DockerLabels.CLUSTER, "prod");
        assertThat(holder.labels().keySet()).allMatch(DockerLabels::isInternal);
        assertThat(DockerLabels.isHolder(holder.labels())).isTrue();
        CreatePlan web = Definitions.plan(Definitions.task("", ""));
        assertThat(DockerLabels.isHolder(web.container().labels())).isFalse();
    }

    @Test
    void aHolderForProcessesAloneHasNoNetwork() throws Exception {
        ContainerRequest holder = plan(Conventions.DEFAULT, Definitions.task("\"pidMode\":\"task\",", ""), 0)
                .holder()
                .orElseThrow();
        assertThat(holder.hostConfig().getNetworkMode()).isEqualTo("none");
    }

    @Test
    void aNetworkOfTheHostApplicationStandsForBridge() throws Exception {
        Conventions conventions = Conventions.DEFAULT.withBridgeNetwork("backend");
        CreatePlan bridged = plan(conventions, Definitions.task("", ""), 0);
        assertThat(bridged.networks()).containsExactly("backend");
        assertThat(bridged.container().hostConfig().getNetworkMode()).isEqualTo("backend");
        CreatePlan own = plan(conventions, Definitions.task("\"networkMode\":\"awsvpc\",", ""), 0);
        assertThat(own.networks()).containsExactly("backend");
        assertThat(own.holder().orElseThrow().hostConfig().getNetworkMode()).isEqualTo("backend");
        assertThat(plan(conventions, Definitions.task("\"networkMode\":\"host\",", ""), 0)
                        .networks())
                .isEmpty();
    }

    @Test
    void aVolumeOfATaskGoesWithItAndASharedOneStays() throws Exception {
        TaskDefinition task = Definitions.task(
                quoted(
                        "'volumes':[{'name':'a'},{'name':'b','dockerVolumeConfiguration':{'driver':'d','driverOpts':{'k':'v'},"
                                + "'labels':{'l':'x','io.stowage.y':'z'}}},{'name':'c','dockerVolumeConfiguration':{'scope':'shared',"
                                + "'autoprovision':true}},{'name':'d','dockerVolumeConfiguration':{'scope':'shared'}}],"),
                quoted(
                        "'mountPoints':[{'sourceVolume':'a','containerPath':'/a'},{'sourceVolume':'b','containerPath':'/b'},"
                                + "{'sourceVolume':'c','containerPath':'/c'},{'sourceVolume':'d','containerPath':'/d'}],"));
        List<VolumeRequest> volumes = Definitions.plan(task).volumes();
        assertThat(volumes)
                .extracting(VolumeRequest::name)
                .containsExactly("stowage.volume.prod.t1.a", "stowage.volume.prod.t1.b", "c", "d");
        assertThat(volumes).extracting(VolumeRequest::withTask).containsExactly(true, true, false, false);
        assertThat(volumes).extracting(VolumeRequest::createdIfMissing).containsExactly(true, true, true, false);
        assertThat(volumes).extracting(VolumeRequest::driver).containsExactly("local", "d", "local", "local");
        assertThat(volumes.get(1).driverOpts()).containsExactly(Map.entry("k", "v"));
        assertThat(volumes.get(1).labels())
                .containsEntry("l", "x")
                .containsEntry(DockerLabels.VOLUME_OF, "t1")
                .doesNotContainKey("io.stowage.y");
        assertThat(volumes.get(2).labels()).isEmpty();
    }

    @Test
    void namesOfOddPartsAreCleanAndStillTellThingsApart() {
        String one = new TaskNames("c", "i", "t.1").volume("v");
        String other = new TaskNames("c", "i", "t:1").volume("v");
        assertThat(one).matches("stowage\\.volume\\.c\\.t-1-[0-9a-f]{16}\\.v").isNotEqualTo(other);
        assertThat(new TaskNames("c".repeat(300), "i", "t".repeat(300)).volume("v".repeat(300)))
                .hasSizeLessThan(255);
    }

    @Test
    void aSecretIsAVariableAndNowhereInText() throws Exception {
        CreatePlan plan = Definitions.plan(Definitions.task("", ""), PASSWORD);
        assertThat(plan.toString()).doesNotContain("hunter2");
        assertThat(Definitions.json(plan.container()).at("/Env").toString()).contains("\"PASSWORD=hunter2\"");
        assertThat(plan.secretFiles()).isEmpty();
    }

    @Test
    void whatAnEnvironmentFileSaysIsAVariableAlsoWhereSecretsAreFiles() throws Exception {
        Conventions files = Conventions.DEFAULT.withSecretsAsFiles();
        String file = "'environmentFiles':[{'type':'s3','value':'web.env'}],";
        SecretValue variable = new SecretValue("COLOUR", "green".toCharArray());
        TaskDefinition task = Definitions.task("", quoted(file + "'secrets':[{'name':'PASSWORD','valueFrom':'x'}],"));
        CreatePlan plan = plan(files, task, 0, PASSWORD, variable);
        assertThat(Definitions.json(plan.container()).at("/Env").toString())
                .contains("\"COLOUR=green\"")
                .doesNotContain("hunter2");
        assertThat(plan.secretFiles().orElseThrow().secrets()).containsExactly(PASSWORD);
        assertThat(plan.toString()).doesNotContain("green");
        CreatePlan plain = plan(files, Definitions.task("", quoted(file)), 0, variable);
        assertThat(Definitions.json(plain.container()).at("/Env").toString()).contains("\"COLOUR=green\"");
        assertThat(plain.secretFiles()).isEmpty();
        assertThat(plain.holder()).as("nobody needs one").isEmpty();
    }

    @Test
    void aSecretAsAFileIsInNothingThatADaemonTells() throws Exception {
        Conventions files = Conventions.DEFAULT.withSecretsAsFiles();
        TaskDefinition task = Definitions.task("", quoted("'secrets':[{'name':'PASSWORD','valueFrom':'x'}],"));
        CreatePlan plan = plan(files, task, 0, PASSWORD);
        assertThat(Definitions.json(plan.container()).toString()).doesNotContain("hunter2");
        assertThat(plan.container().hostConfig().getBinds()[0])
                .hasToString("stowage.secrets.prod.t1.web:/run/secrets:ro");
        SecretFiles secrets = plan.secretFiles().orElseThrow();
        assertThat(secrets.toString()).doesNotContain("hunter2");
        assertThat(secrets.holder()).isEqualTo(plan.holder().orElseThrow().name());
        assertThat(plan.holder().orElseThrow().hostConfig().getBinds()[0])
                .hasToString("stowage.secrets.prod.t1.web:" + secrets.directory() + ":rw");
        assertThat(plan.volumes()).singleElement().satisfies(v -> {
            assertThat(v.driverOpts()).containsEntry("type", "tmpfs");
            assertThat(v.withTask()).isTrue();
        });
        CreatePlan db = plan(files, task, 1);
        assertThat(Definitions.json(db.holder().orElseThrow()))
                .isEqualTo(Definitions.json(plan.holder().orElseThrow()));
        assertThat(db.secretFiles()).isEmpty();
        assertThat(db.container().hostConfig().getBinds()).isEmpty();
    }
}
