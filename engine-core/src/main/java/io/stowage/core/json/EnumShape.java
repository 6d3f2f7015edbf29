package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.stowage.core.text.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;

/** An enum, by the text of its constants, which is ECS's; letters' case counts. */
record EnumShape(String name, Map<String, Object> constants) implements Shape {

    static EnumShape of(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(constant.toString(), constant);
        }
        return new EnumShape(type.getSimpleName(), constants);
    }

    @Override
    public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
        if (!node.isTextual()) {
            throw Mismatch.of(path, node, "a string");
        }
        Object constant = constants.get(node.textValue());
        if (constant == null) {
            throw JsonProblem.at(
                    path,
                    "\"" + Mismatch.clip(node.textValue()) + "\" is no " + name + "; use one of "
                            + String.join(", ", constants.keySet()) + "."
                            + Nearest.hint(node.textValue(), constants.keySet()));
        }
        return constant;
    }

    @Override
    public JsonNode write(Object value) {
        return JsonNodeFactory.instance.textNode(value.toString());
    }
}
