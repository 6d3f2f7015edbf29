package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A set of strings as a list in the order of the alphabet: the order of the set may be nobody's. */
final class SetShape implements Shape {

    static final Shape OF_STRINGS = new SetShape();

    private final Shape list = new ListShape(Scalars.TEXT);

    private SetShape() {}

    @Override
    public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
        return Collections.unmodifiableSet(new LinkedHashSet<>((List<?>) list.read(node, path, unknownField)));
    }

    @Override
    public JsonNode write(Object value) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object one : new TreeSet<>((Set<?>) value)) {
            array.add((String) one);
        }
        return array;
    }
}
