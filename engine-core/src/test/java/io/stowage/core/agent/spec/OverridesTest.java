package io.stowage.core.agent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerOverride;
import io.stowage.model.ContainerOverrideBuilder;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.EphemeralStorage;
import io.stowage.model.KeyValuePair;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.TaskOverride;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a task changes of its containers, and that no two changes are taken for one. */
class OverridesTest {

    private static final EnvironmentFile FILE = new EnvironmentFile("a.env", EnvironmentFileType.S3);
    private static final EnvironmentFile OTHER_FILE = new EnvironmentFile("b.env", EnvironmentFileType.S3);
    private static final ResourceRequirement GPU = new ResourceRequirement("1", ResourceType.GPU, null);
    private static final ResourceRequirement GPUS = new ResourceRequirement("2", ResourceType.GPU, null);

    private static final ContainerDefinition WEB = ContainerDefinition.builder()
            .name("web")
            .image("web:1")
            .cpu(10)
            .memory(64)
            .memoryReservation(32)
            .command(List.of("serve"))
            .environmentFiles(List.of(FILE))
            .resourceRequirements(List.of(GPU))
            .build();

    private static ContainerOverride override(UnaryOperator<ContainerOverrideBuilder> edit) {
        return edit.apply(ContainerOverride.builder().name("web")).build();
    }

    private static TaskOverride task(ContainerOverride... overrides) {
        return new TaskOverride(Arrays.asList(overrides), null, null, null, null, null);
    }

    private static ContainerDefinition applied(UnaryOperator<ContainerOverrideBuilder> edit) {
        return Overrides.apply(WEB, task(override(edit)));
    }

    @Test
    void whatIsNotChangedStays() {
        assertThat(applied(none -> none)).isEqualTo(WEB);
        assertThat(Overrides.apply(
                        WEB, task(ContainerOverride.builder().name("db").cpu(9).build())))
                .as("of another container")
                .isEqualTo(WEB);
    }

    @Test
    void whatIsChangedIsAsTheTaskWantsIt() {
        assertThat(applied(web -> web.command(List.of("run"))).command()).containsExactly("run");
        assertThat(applied(web -> web.cpu(20)).cpu()).isEqualTo(20);
        assertThat(applied(web -> web.memory(128)).memory()).isEqualTo(128);
        assertThat(applied(web -> web.memoryReservation(16)).memoryReservation())
                .isEqualTo(16);
        assertThat(applied(web -> web.resourceRequirements(List.of(GPUS))).resourceRequirements())
                .containsExactly(GPUS);
    }

    @Test
    void variablesAreAddedToThoseThatThereAreAndFilesAreInsteadOfThem() {
        KeyValuePair variable = new KeyValuePair("A", "1");
        assertThat(applied(web -> web.environment(List.of(variable))).environment())
                .containsExactly(variable);
        assertThat(applied(web -> web.environmentFiles(List.of(OTHER_FILE))).environmentFiles())
                .containsExactly(OTHER_FILE);
        assertThat(applied(web -> web.environmentFiles(List.of())).environmentFiles())
                .isEmpty();
        assertThat(applied(web -> web.cpu(1)).environmentFiles()).containsExactly(FILE);
        ContainerDefinition without = WEB.toBuilder().environmentFiles(null).build();
        assertThat(Overrides.apply(without, task(override(web -> web.environmentFiles(List.of(FILE)))))
                        .environmentFiles())
                .containsExactly(FILE);
    }

    @Test
    void theLastOfSeveralChangesCounts() {
        TaskOverride task = task(override(web -> web.cpu(20).memory(128)), override(web -> web.cpu(30)));
        assertThat(Overrides.apply(WEB, task).cpu()).isEqualTo(30);
        assertThat(Overrides.apply(WEB, task).memory()).isEqualTo(128);
    }

    /** Containers that run carry it: a later engine has to come to the same. */
    @Test
    void aHashIsOverTheSameTextInEveryVersionOfTheEngine() {
        ContainerOverride web = override(container -> container
                .command(List.of("run"))
                .environment(List.of(new KeyValuePair("A", "x")))
                .environmentFiles(List.of(FILE))
                .cpu(3)
                .memory(4)
                .memoryReservation(5)
                .resourceRequirements(List.of(GPU)));
        TaskOverride task = new TaskOverride(List.of(web), "1", "2", "role", "execution", new EphemeralStorage(21));
        assertThat(SpecHash.of("web:1", task, "web", 12)).isEqualTo(Sha256.hex("""
                        stowage-spec-1
                        taskDefinitionArn=5:web:1
                        cpu=1:1
                        memory=1:2
                        taskRoleArn=4:role
                        executionRoleArn=9:execution
                        ephemeralStorage=2:21
                        containerOverride=3:web
                        command=1:1
                        command=3:run
                        environment=1:A
                        value=1:x
                        environmentFile=8:s3 a.env
                        cpu=1:3
                        memory=1:4
                        memoryReservation=1:5
                        resourceRequirement=3:GPU
                        value=1:1
                        container=3:web
                        run=2:12
                        """));
    }

    @Test
    void noTwoChangesHaveOneHash() {
        List<TaskOverride> changes = List.of(
                task(override(web -> web.cpu(1))),
                task(override(web -> web.memory(1))),
                task(override(web -> web.memoryReservation(1))),
                task(override(web -> web.command(List.of()))),
                task(override(web -> web.command(List.of("a")))),
                task(override(web -> web.environment(List.of(new KeyValuePair("a", "b"))))),
                task(override(web -> web.environment(List.of(new KeyValuePair("a", null))))),
                task(override(web -> web.environmentFiles(List.of()))),
                task(override(web -> web.environmentFiles(List.of(FILE)))),
                task(override(web -> web.environmentFiles(List.of(OTHER_FILE)))),
                task(override(web -> web.resourceRequirements(List.of(GPU)))),
                task(override(web -> web.resourceRequirements(List.of(GPUS)))),
                new TaskOverride(List.of(), "1", null, null, null, null),
                new TaskOverride(List.of(), null, "1", null, null, null),
                new TaskOverride(List.of(), null, null, "1", null, null),
                new TaskOverride(List.of(), null, null, null, "1", null),
                new TaskOverride(List.of(), null, null, null, null, new EphemeralStorage(1)));
        Set<String> hashes = new LinkedHashSet<>();
        changes.forEach(change -> hashes.add(SpecHash.of("web:1", change, "web", 0)));
        hashes.add(SpecHash.of("web:1", null, "web", 0));
        assertThat(hashes).hasSize(changes.size() + 1);
    }
}
