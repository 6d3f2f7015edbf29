package io.stowage.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.TaskDefinitionJson;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.KeyValuePair;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DefinitionFileTest {

    private static final Path DIRECTORY = Path.of("/var/tmp/a \"strange\" directory");

    @Test
    void isWhatEcsTakes() {
        TaskDefinitionJson.Reading reading = TaskDefinitionJson.read(DefinitionFile.withAnswer("Hello", DIRECTORY));
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.request().family()).isEqualTo("hello");
    }

    @Test
    void hasItsPlaceholdersFilled() {
        String answer = "say \"hello\" \\ again";
        ContainerDefinition container = TaskDefinitionJson.read(DefinitionFile.withAnswer(answer, DIRECTORY))
                .request()
                .containerDefinitions()
                .get(0);
        assertThat(container.image()).isEqualTo(DefinitionFile.java().toString());
        assertThat(container.environment()).contains(new KeyValuePair("ANSWER", answer));
        assertThat(container.command()).contains("-Dquickstart=" + DIRECTORY, HelloServer.class.getName());
        assertThat(container.healthCheck().command()).contains(HealthCheck.class.getName());
        assertThat(container.toString()).doesNotContain("${");
    }
}
