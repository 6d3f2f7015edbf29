package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import io.stowage.runtime.docker.spec.DockerFields.Finding;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's sample definitions, as they are. */
class SamplesTest {

    static Stream<Path> samples() throws Exception {
        URL folder = Objects.requireNonNull(SamplesTest.class.getResource("/task-definitions"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @Test
    void allFourteenAreThere() throws Exception {
        assertThat(samples()).hasSize(14);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsTranslatedAndNothingOfItIsRefused(Path file) throws Exception {
        TaskDefinition task = Definitions.definition(Files.readString(file));
        Translation translation = Definitions.translation(Conventions.DEFAULT, Definitions.HOST);
        for (ContainerDefinition container : task.containerDefinitions()) {
            CreatePlan plan = translation.translate(Definitions.spec(task, container), Definitions.siblings());
            assertThat(Definitions.json(plan.container()).at("/Image").asText()).isEqualTo(container.image());
            assertThat(plan.holder().isPresent()).isEqualTo(task.networkMode() == NetworkMode.AWSVPC);
            int mappings = Objects.requireNonNullElse(container.portMappings(), java.util.List.of())
                    .size();
            assertThat(plan.bindings()).hasSize(mappings);
        }
        assertThat(DockerFields.findings(task, Conventions.DEFAULT, Definitions.HOST))
                .noneMatch(Finding::refused);
    }
}
