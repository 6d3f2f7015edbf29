package io.stowage.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stowage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every way in which one field of a record's text can be wrong: missing, null, of another type, unknown, out of range, dangling. */
public record Damage(StoredRecord record, String what, String text) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What takes the place of a value. None is another value that the field may well have. */
    private static final List<JsonNode> WRONG = wrongValues();

    @Override
    public String toString() {
        return record.kind() + " " + record.id() + " " + what;
    }

    private static List<JsonNode> wrongValues() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<JsonNode> wrong = new ArrayList<>();
        wrong.add(nodes.nullNode());
        wrong.add(nodes.textNode(""));
        wrong.add(nodes.textNode("NO_SUCH_THING"));
        wrong.add(nodes.textNode("arn:stowage:ecs:local:000000000000:thing/harbour/nowhere"));
        wrong.add(nodes.numberNode(-1));
        wrong.add(nodes.numberNode(Integer.MAX_VALUE));
        wrong.add(nodes.numberNode(Long.MAX_VALUE));
        wrong.add(nodes.numberNode(1.5));
        wrong.add(nodes.booleanNode(true));
        wrong.add(nodes.arrayNode());
        wrong.add(nodes.arrayNode().add(nodes.nullNode()));
        wrong.add(nodes.objectNode());
        return wrong;
    }

    public static List<Damage> allOf(StoredRecord record) {
        List<Damage> all = new ArrayList<>();
        String text = record.payload().text();
        all.add(new Damage(record, "is empty", ""));
        all.add(new Damage(record, "is cut off", text.substring(0, text.length() / 2)));
        all.add(new Damage(record, "is a list", "[]"));
        all.add(new Damage(record, "is an object without fields", "{}"));
        JsonNode tree = parsed(text);
        walk(tree, "", (at, change) -> {
            JsonNode before = tree.deepCopy();
            change.accept(before);
            all.add(new Damage(record, at, before.toString()));
        });
        return all;
    }

    private static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private interface Visitor {
        /** @param change does it to another copy of the tree */
        void at(String what, Consumer<JsonNode> change);
    }

    private static void walk(JsonNode node, String pointer, Visitor visitor) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
                visitor.at(at + " is missing", root -> ((ObjectNode) root.at(pointer)).remove(field.getKey()));
                for (JsonNode wrong : WRONG) {
                    visitor.at(at + " is " + wrong, root -> ((ObjectNode) root.at(pointer)).set(field.getKey(), wrong));
                }
                walk(field.getValue(), at, visitor);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                String at = pointer + "/" + i;
                visitor.at(at + " is missing", root -> ((ArrayNode) root.at(pointer)).remove(index));
                visitor.at(at + " is there twice", root -> {
                    ArrayNode list = (ArrayNode) root.at(pointer);
                    list.add(list.get(index));
                });
                walk(array.get(i), at, visitor);
            }
        }
    }
}
