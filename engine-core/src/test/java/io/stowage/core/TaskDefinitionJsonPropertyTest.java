package io.stowage.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.definition.DefinitionCheck;
import io.stowage.error.ClientException;
import io.stowage.error.EcsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class TaskDefinitionJsonPropertyTest {

    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-1",
            "0",
            "1e99",
            "99999999999",
            "\"\"",
            "\\",
            "\\u0000",
            "\"name\":",
            "\"cpu\":\"",
            "[[[[",
            "\ud83d",
            " ",
            "\"taskDefinition\":{",
            "\"tags\":",
            "\"dependsOn\":[{}],");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "6",
            "65536",
            "2147483647",
            "1.5",
            "\"\"",
            "\"c1\"",
            "\"host\"",
            "\"none\"",
            "\"1-9\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[\"CMD\"]",
            "[[]]",
            "{\"name\": \"c0\"}",
            "\"SUCCESS\"",
            "\"1 vCPU\"");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Provide
    Arbitrary<RegisterTaskDefinitionRequest> definitions() {
        return Definitions.valid();
    }

    @Property(tries = 300)
    void aValidDefinitionPassesAndComesBack(@ForAll("definitions") RegisterTaskDefinitionRequest request) {
        String json = TaskDefinitionJson.write(request);

        TaskDefinitionJson.Reading reading = TaskDefinitionJson.read(json);

        assertThat(reading.request()).isEqualTo(request);
        assertThat(reading.warnings()).isEmpty();
        assertThat(TaskDefinitionJson.write(reading.request())).isEqualTo(json);
        assertThat(DefinitionCheck.check(request).request()).isEqualTo(request);
    }

    @Property(tries = 500)
    void aTruncatedTextIsRefusedAsTheClientsMistake(
            @ForAll("definitions") RegisterTaskDefinitionRequest request, @ForAll long seed) {
        String json = TaskDefinitionJson.write(request);
        String truncated = json.substring(0, new Random(seed).nextInt(json.length()));

        assertThat(outcome(truncated)).isInstanceOf(ClientException.class);
    }

    @Property(tries = 1000)
    void aGarbledTextIsReadOrRefusedAsTheClientsMistake(
            @ForAll("definitions") RegisterTaskDefinitionRequest request, @ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder(TaskDefinitionJson.write(request));
        for (int i = random.nextInt(3); i >= 0; i--) {
            garble(json, random);
        }

        EcsException outcome = outcome(json.toString());

        Statistics.collect(outcome == null ? "accepted" : "refused");
        assertThat(outcome == null || outcome instanceof ClientException)
                .as(json.toString())
                .isTrue();
        assertThat(outcome == null ? "fine" : outcome.getMessage()).isNotBlank().hasSizeLessThan(20_000);
    }

    @Property(tries = 1500)
    void aValueInTheWrongPlaceIsReadOrRefusedAsTheClientsMistake(
            @ForAll("definitions") RegisterTaskDefinitionRequest request, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        JsonNode tree = MAPPER.readTree(TaskDefinitionJson.write(request));
        JsonNode parent = tree;
        while (random.nextInt(6) > 0 && !containers(parent).isEmpty()) {
            List<JsonNode> below = containers(parent);
            parent = below.get(random.nextInt(below.size()));
        }
        replaceOne(parent, MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size()))), random);

        EcsException outcome = outcome(tree.toString());

        Statistics.collect(outcome == null ? "accepted" : "refused");
        assertThat(outcome == null || outcome instanceof ClientException)
                .as(tree.toString())
                .isTrue();
    }

    private static List<JsonNode> containers(JsonNode parent) {
        List<JsonNode> below = new ArrayList<>();
        parent.forEach(child -> {
            if (child.isContainerNode() && !child.isEmpty()) {
                below.add(child);
            }
        });
        return below;
    }

    private static void replaceOne(JsonNode parent, JsonNode value, Random random) {
        int place = random.nextInt(parent.size());
        if (parent instanceof ArrayNode array) {
            array.set(place, value);
        } else {
            ObjectNode object = (ObjectNode) parent;
            object.set(List.copyOf(object.properties()).get(place).getKey(), value);
        }
    }

    private static void garble(StringBuilder json, Random random) {
        int at = random.nextInt(json.length());
        int to = Math.min(json.length(), at + random.nextInt(20));
        switch (random.nextInt(4)) {
            case 0 -> json.delete(at, to);
            case 1 -> json.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> json.insert(at, json.substring(at, to));
            default -> json.setCharAt(at, (char) random.nextInt(128));
        }
    }

    /** What reading and checking end with; null if the text registers. Anything but an error of ECS is thrown. */
    private static EcsException outcome(String json) {
        try {
            DefinitionCheck.check(TaskDefinitionJson.readLeniently(json).request());
            TaskDefinitionJson.read(json);
            return null;
        } catch (EcsException e) {
            return e;
        }
    }
}
