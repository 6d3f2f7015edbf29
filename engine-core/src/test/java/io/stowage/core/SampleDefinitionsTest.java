package io.stowage.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stowage.core.definition.CheckedDefinition;
import io.stowage.core.definition.DefinitionCheck;
import io.stowage.model.Compatibility;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published task definitions are read, pass the check, and come back with nothing lost or changed. */
class SampleDefinitionsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ARN = "arn:aws:ecs:local:000000000000:task-definition/sample:3";

    static String sample(String name) {
        try (InputStream in = SampleDefinitionsTest.class.getResourceAsStream("/task-definitions/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConsulClient", "ConsulServer", "gunicorn_ec2", "gunicorn_fargate", "jetty_ec2", "jetty_fargate",
                "kibana_ec2", "kibana_fargate", "nginx_ec2", "nginx_fargate", "tomcat_ec2", "tomcat_fargate",
                "wildfly_ec2", "wildfly_fargate"
            })
    void aSampleComesBackUnchanged(String name) throws IOException {
        JsonNode given = withoutNulls(MAPPER.readTree(sample(name)));

        TaskDefinitionJson.Reading reading = TaskDefinitionJson.read(sample(name));
        CheckedDefinition checked = DefinitionCheck.check(reading.request());

        assertThat(reading.warnings()).isEmpty();
        assertThat(MAPPER.readTree(TaskDefinitionJson.write(reading.request()))).isEqualTo(given);
        assertThat(MAPPER.readTree(TaskDefinitionJson.write(checked.request()))).isEqualTo(given);
        assertThat(checked.compatibilities()).contains(Compatibility.EC2);
        if (name.endsWith("fargate")) {
            assertThat(checked.compatibilities()).contains(Compatibility.FARGATE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConsulClient", "nginx_fargate", "wildfly_fargate", "jetty_ec2"})
    void whatDescribeGivesCanBeRegisteredAgain(String name) throws IOException {
        CheckedDefinition checked =
                DefinitionCheck.check(TaskDefinitionJson.read(sample(name)).request());
        TaskDefinition described = checked.toTaskDefinition(ARN, 3, NOW, "alice");
        String output = "{\"taskDefinition\": " + TaskDefinitionJson.write(described)
                + ", \"tags\": [{\"key\": \"team\", \"value\": \"shop\"}]}";

        TaskDefinitionJson.Reading again = TaskDefinitionJson.read(output);

        assertThat(again.request())
                .isEqualTo(checked.request().toBuilder()
                        .tags(List.of(new Tag("team", "shop")))
                        .build());
        assertThat(again.warnings())
                .hasSize(6)
                .allMatch(warning -> warning.contains("dropped"))
                .anyMatch(warning -> warning.startsWith("taskDefinition.revision: "))
                .anyMatch(warning -> warning.startsWith("taskDefinition.registeredBy: "));
    }

    @Test
    void aRegisteredDefinitionHasAllThatWasGiven() throws IOException {
        CheckedDefinition checked = DefinitionCheck.check(
                TaskDefinitionJson.read(sample("nginx_fargate")).request());

        JsonNode written = MAPPER.readTree(TaskDefinitionJson.write(checked.toTaskDefinition(ARN, 3, NOW, null)));

        MAPPER.readTree(sample("nginx_fargate"))
                .properties()
                .forEach(field -> assertThat(written.get(field.getKey())).isEqualTo(field.getValue()));
        assertThat(written.get("registeredAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(written.get("revision").intValue()).isEqualTo(3);
        assertThat(written.get("status").textValue()).isEqualTo("ACTIVE");
        assertThat(written.has("registeredBy")).isFalse();
        assertThat(written.has("requiresAttributes")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat_ec2", "kibana_ec2"})
    void aHostPortThatAwsvpcCannotHaveIsAWarning(String name) {
        CheckedDefinition checked =
                DefinitionCheck.check(TaskDefinitionJson.read(sample(name)).request());

        assertThat(checked.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "containerDefinitions[0].portMappings[0].hostPort: When networkMode=awsvpc, the host ports and"
                                + " container ports in port mappings must match")
                .contains("hostPort is 80");
        assertThat(checked.compatibilities()).doesNotContain(Compatibility.FARGATE);
    }

    @Test
    void theNetworkModeDecidesWhereASampleMayRun() {
        assertThat(compatibilities("nginx_ec2")).containsExactly(Compatibility.EXTERNAL, Compatibility.EC2);
        assertThat(compatibilities("ConsulServer")).containsExactly(Compatibility.EXTERNAL, Compatibility.EC2);
        assertThat(compatibilities("jetty_fargate")).containsExactly(Compatibility.EC2, Compatibility.FARGATE);
    }

    private static List<Compatibility> compatibilities(String name) {
        return DefinitionCheck.check(TaskDefinitionJson.read(sample(name)).request())
                .compatibilities();
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Iterator<JsonNode> fields = object.iterator(); fields.hasNext(); ) {
                if (fields.next().isNull()) {
                    fields.remove();
                }
            }
        }
        node.forEach(SampleDefinitionsTest::withoutNulls);
        return node;
    }
}
