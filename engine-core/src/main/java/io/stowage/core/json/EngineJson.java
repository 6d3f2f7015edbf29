package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.text.Nearest;
import io.stowage.error.ClientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON as users write and read it. A registration is read from either of two forms: the input of {@code
 * register-task-definition}, or the output of {@code describe-task-definition}, whose read-only fields are dropped with a
 * warning. Pure and thread-safe.
 */
public final class EngineJson {

    /** The largest task definition, in bytes of UTF-8 without needless white space. */
    public static final int LARGEST_TASK_DEFINITION = 64 * 1024;

    private static final String WRAPPER = "taskDefinition";
    private static final String TAGS = "tags";

    /** What only the engine writes, in {@code describe-task-definition}'s order. */
    private static final List<String> READ_ONLY = List.of(
            "taskDefinitionArn",
            "revision",
            "status",
            "requiresAttributes",
            "compatibilities",
            "registeredAt",
            "deregisteredAt",
            "deleteRequestedAt",
            "registeredBy");

    private EngineJson() {}

    /**
     * The registration that a text asks for.
     *
     * @throws ClientException if the text is not the JSON of a registration; the message names the field's path, the value,
     *     the rule and what to do
     */
    public static Reading<RegisterTaskDefinitionRequest> readRegistration(String json, ReadMode mode) {
        try {
            return new RegistrationReader(mode).read(JsonText.OUTSIDE.parse(json));
        } catch (JsonProblem e) {
            throw new ClientException(e.text(), e);
        }
    }

    /** The JSON of a record of the model: absent fields left out, empty lists kept, times in ISO-8601. */
    public static String write(Object modelRecord) {
        return JsonText.print(RecordTree.of(modelRecord));
    }

    /** The bytes that a record of the model takes as JSON. */
    public static int size(Object modelRecord) {
        return size(RecordTree.of(modelRecord));
    }

    private static int size(JsonNode tree) {
        return JsonText.print(tree).getBytes(StandardCharsets.UTF_8).length;
    }

    /** One reading; collects its warnings. */
    private static final class RegistrationReader {

        private final ReadMode mode;
        private final List<String> warnings = new ArrayList<>();

        RegistrationReader(ReadMode mode) {
            this.mode = mode;
        }

        Reading<RegisterTaskDefinitionRequest> read(JsonNode document) {
            if (!document.isObject()) {
                throw Mismatch.of(JsonPath.ROOT, document, "an object");
            }
            ObjectNode root = (ObjectNode) document;
            boolean wrapped = root.has(WRAPPER);
            JsonPath path = wrapped ? JsonPath.ROOT.field(WRAPPER) : JsonPath.ROOT;
            ObjectNode definition = wrapped ? unwrap(root, path) : root;
            dropReadOnly(definition, path);
            checkSize(definition, path);
            RecordShape shape = RecordShape.of(RegisterTaskDefinitionRequest.class);
            Object request = shape.read(definition, path, this::unknownField);
            return new Reading<>((RegisterTaskDefinitionRequest) request, warnings);
        }

        /** The object in the wrapper, with the tags that stand beside it. */
        private ObjectNode unwrap(ObjectNode root, JsonPath path) {
            JsonNode inner = root.get(WRAPPER);
            if (!inner.isObject()) {
                throw Mismatch.of(path, inner, "an object");
            }
            ObjectNode definition = (ObjectNode) inner;
            for (Map.Entry<String, JsonNode> sibling : root.properties()) {
                JsonPath place = JsonPath.ROOT.field(sibling.getKey());
                if (sibling.getKey().equals(TAGS)) {
                    addTags(definition, sibling.getValue(), place);
                } else if (!sibling.getKey().equals(WRAPPER)) {
                    unknown(place, "unknown field beside " + WRAPPER + "; only " + TAGS + " may stand there.");
                }
            }
            return definition;
        }

        private void addTags(ObjectNode definition, JsonNode tags, JsonPath place) {
            if (definition.hasNonNull(TAGS)) {
                throw JsonProblem.at(place, "tags are given twice, here and in " + WRAPPER + ". Remove one of them.");
            }
            definition.set(TAGS, tags);
        }

        private void dropReadOnly(ObjectNode definition, JsonPath path) {
            for (String field : READ_ONLY) {
                if (definition.remove(field) != null) {
                    warnings.add(path.field(field) + ": dropped; it is assigned when the definition is registered.");
                }
            }
        }

        private void unknownField(JsonPath path, RecordShape owner) {
            unknown(
                    path,
                    "unknown field; a " + owner.name() + " has none of this name."
                            + Nearest.hint(path.last(), owner.fields()));
        }

        private void unknown(JsonPath path, String message) {
            JsonProblem problem = JsonProblem.at(path, message);
            if (mode == ReadMode.STRICT) {
                throw problem;
            }
            warnings.add(problem.text() + " Dropped.");
        }

        private static void checkSize(ObjectNode definition, JsonPath path) {
            int size = size(definition);
            if (size > LARGEST_TASK_DEFINITION) {
                throw JsonProblem.at(
                        path,
                        "the task definition has " + size + " bytes; at most " + LARGEST_TASK_DEFINITION
                                + " (64 KiB) are allowed. Make it smaller.");
            }
        }
    }
}
