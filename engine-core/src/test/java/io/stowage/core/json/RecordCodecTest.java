package io.stowage.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.KeyValuePair;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Class<?>> modelRecords() {
        return Samples.modelRecords().stream();
    }

    @Test
    void theModelIsOnTheClassPath() {
        assertThat(Samples.modelRecords()).hasSizeGreaterThan(60).contains(TaskDefinition.class, Cluster.class);
    }

    @ParameterizedTest
    @MethodSource("modelRecords")
    <T extends Record> void everyRecordComesBackEqual(Class<T> type) throws IOException {
        Record sample = Samples.of(type);

        String json = RecordCodec.toJson(sample);

        assertThat(RecordCodec.fromJson(json, type)).isEqualTo(sample);
        assertThat(RecordCodec.toJson(RecordCodec.readDocument(json, type))).isEqualTo(json);
        assertThat(List.copyOf(RecordShape.of(type).fields()))
                .as("the JSON has the components and nothing else")
                .containsExactlyElementsOf(fieldNames(json));
    }

    @ParameterizedTest
    @MethodSource("modelRecords")
    <T extends Record> void anAbsentFieldIsNullOrNamed(Class<T> type) throws IOException {
        String json = RecordCodec.toJson(Samples.of(type));
        for (String field : RecordShape.of(type).fields()) {
            ObjectNode without = (ObjectNode) MAPPER.readTree(json);
            without.remove(field);
            try {
                RecordCodec.fromJson(without.toString(), type);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(field + ": missing. A " + type.getSimpleName() + " needs it");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelRecords")
    <T extends Record> void unknownFieldsOfEveryRecordSurvive(Class<T> type) throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(RecordCodec.toJson(Samples.of(type)));
        addUnknown(tree, new RecordShapes(type));

        Document<T> document = RecordCodec.readDocument(tree.toString(), type);

        assertThat(MAPPER.readTree(RecordCodec.toJson(document))).isEqualTo(tree);
        assertThat(document.value()).isEqualTo(Samples.of(type));
    }

    @Test
    void unknownFieldsStayWithTheirElementsWhenTheRecordChanges() throws IOException {
        String stored = """
                {"taskDefinitionArn": "arn", "family": "web", "revision": 1, "status": "ACTIVE", "newTop": [1.50, {"x": null}],
                 "containerDefinitions": [
                   {"name": "a", "image": "i", "newField": "of a",
                    "portMappings": [{"containerPort": 80, "newPort": 1}, {"containerPort": 81, "newPort": 2}]},
                   {"name": "b", "image": "i", "newField": "of b"}]}
                """;
        Document<TaskDefinition> document = RecordCodec.readDocument(stored, TaskDefinition.class);
        ContainerDefinition a = document.value().containerDefinitions().get(0);
        ContainerDefinition changed = a.toBuilder()
                .cpu(5)
                .portMappings(List.of(PortMapping.of(80), PortMapping.of(99)))
                .build();
        ContainerDefinition c =
                ContainerDefinition.builder().name("c").image("i").build();

        JsonNode written = MAPPER.readTree(RecordCodec.toJson(document.with(document.value().toBuilder()
                .status(TaskDefinitionStatus.INACTIVE)
                .containerDefinitions(List.of(c, changed))
                .build())));

        assertThat(written).isEqualTo(MAPPER.readTree("""
                {"taskDefinitionArn": "arn", "family": "web", "revision": 1, "status": "INACTIVE",
                 "newTop": [1.50, {"x": null}],
                 "containerDefinitions": [
                   {"name": "c", "image": "i"},
                   {"name": "a", "image": "i", "newField": "of a", "cpu": 5,
                    "portMappings": [{"containerPort": 80, "newPort": 1}, {"containerPort": 99}]}]}
                """));
    }

    @Test
    void unknownNumbersKeepTheirDigits() {
        String stored = "{\"key\":\"k\",\"n\":[1.10,1E+400,123456789012345678901234567890,0.1000]}";

        assertThat(RecordCodec.toJson(RecordCodec.readDocument(stored, Tag.class)))
                .isEqualTo(stored);
    }

    @Test
    void aDocumentOfThisEngineIsItsRecord() {
        Tag tag = new Tag("team", "shop");

        assertThat(RecordCodec.toJson(Document.of(tag))).isEqualTo("{\"key\":\"team\",\"value\":\"shop\"}");
        assertThat(RecordCodec.toJson(Document.of(tag).with(new Tag("team", null))))
                .isEqualTo("{\"key\":\"team\"}");
    }

    @Test
    void absentAndEmptyAreKeptApart() {
        ContainerDefinition given = ContainerDefinition.builder()
                .name("a")
                .image("i")
                .environment(List.of())
                .build();

        assertThat(RecordCodec.toJson(given)).isEqualTo("{\"name\":\"a\",\"image\":\"i\",\"environment\":[]}");
        assertThat(RecordCodec.fromJson(RecordCodec.toJson(given), ContainerDefinition.class))
                .isEqualTo(given);
    }

    @Test
    void whatStatesADefaultIsNoField() {
        assertThat(RecordCodec.toJson(PortMapping.of(80))).isEqualTo("{\"containerPort\":80}");
        assertThat(RecordCodec.toJson(new KeyValuePair("a", null))).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void anEnumIsWrittenAsEcsWritesIt() {
        assertThat(EngineJson.write(new Net(NetworkMode.AWSVPC))).isEqualTo("{\"networkMode\":\"awsvpc\"}");
    }

    /** A record with an enum. */
    public record Net(NetworkMode networkMode) {}

    @ParameterizedTest
    @CsvSource({
        "'\"2026-01-31T12:00:00Z\"', 2026-01-31T12:00:00Z",
        "'\"2026-01-31T13:00:00.5+01:00\"', 2026-01-31T12:00:00.500Z",
        "1769860800, 2026-01-31T12:00:00Z",
        "1769860800.123, 2026-01-31T12:00:00.123Z",
        "1.769860800123E9, 2026-01-31T12:00:00.123Z",
        "-0.5, 1969-12-31T23:59:59.500Z",
    })
    void aTimeIsIsoTextOrSecondsSince1970(String raw, Instant expected) {
        assertThat(RecordCodec.fromJson("{\"at\": " + raw + "}", At.class)).isEqualTo(new At(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"yesterday\"'",
        "'\"2026-01-31\"'",
        "true",
        "1e300",
        "-1e300",
        "1e999999999",
        "1e-999999999",
        "99999999999999"
    })
    void whatIsNoTimeIsRefused(String raw) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.fromJson("{\"at\": " + raw + "}", At.class))
                .withMessageStartingWith("Not a stored At. at: ")
                .withMessageContaining("a time such as 2026-01-31T12:00:00Z");
    }

    /** A record with a time. */
    public record At(Instant at) {}

    @Test
    void aStoredTextThatIsNoRecordIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordCodec.fromJson("{\"value\": \"v\"}", Tag.class))
                .withMessage("Not a stored Tag. key: missing. A Tag needs it; add the field.");
    }

    @Test
    void aTypeWithoutAJsonFormIsRefusedByName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecordCodec.toJson(new Place(URI.create("a"))))
                .withMessageContaining("no form for java.net.URI");
    }

    /** A record with a type that the engine's JSON does not know. */
    public record Place(URI uri) {}

    private static Iterable<String> fieldNames(String json) {
        try {
            return MAPPER.readTree(json).properties().stream()
                    .map(field -> field.getKey())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Walks a tree along the records that it is of, as map entries and list elements only sometimes are records. */
    private record RecordShapes(Class<?> type) {

        Shape of(String field) {
            return RecordShape.of(type).component(field).shape();
        }
    }

    private static void addUnknown(ObjectNode tree, RecordShapes shapes) {
        for (String field : List.copyOf(RecordShape.of(shapes.type()).fields())) {
            if (tree.has(field)) {
                addUnknown(tree.get(field), shapes.of(field));
            }
        }
        tree.putObject("unknownToThisEngine").put("x", 1.5).putNull("y");
    }

    private static void addUnknown(JsonNode node, Shape shape) {
        if (shape instanceof Shape.RecordOf reference) {
            addUnknown((ObjectNode) node, new RecordShapes(reference.type()));
        } else if (shape instanceof ListShape list) {
            node.forEach(element -> addUnknown(element, list.element()));
        } else if (shape instanceof MapShape map) {
            node.forEach(entry -> addUnknown(entry, map.value()));
        }
    }
}
