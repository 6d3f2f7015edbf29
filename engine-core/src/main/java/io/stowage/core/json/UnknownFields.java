package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stored document that its record does not have: what a newer engine wrote. They are taken out when the
 * document is read and put back when the record, possibly changed since, is written.
 *
 * <p>They stay with the object in which they were found: the document, the record of a component, the entry of a map. An
 * element of a list is found again by its name (the first text component that is called {@code name}, {@code id} or {@code
 * key}, or that ends in {@code Name}, {@code Id} or {@code Arn}); without one, only by an equal element at the same index.
 * What belongs to an object that is gone is dropped.
 */
sealed interface UnknownFields {

    /** Puts the fields back into the tree of a record, map or list. */
    void mergeInto(JsonNode tree, Object value);

    /** The unknown fields of a tree and of what is below it; null if there are none. */
    static @Nullable UnknownFields of(Shape shape, JsonNode tree, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (shape instanceof Shape.RecordOf reference) {
            return ofRecord(reference.shape(), tree, value);
        }
        if (shape instanceof MapShape map) {
            return ofMap(map, tree, (Map<?, ?>) value);
        }
        if (shape instanceof ListShape list) {
            return ofList(list, tree, (List<?>) value);
        }
        return null;
    }

    private static @Nullable UnknownFields ofRecord(RecordShape shape, JsonNode tree, Object record) {
        Map<String, JsonNode> here = new LinkedHashMap<>();
        Map<String, UnknownFields> below = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            RecordShape.Component component = shape.component(field.getKey());
            if (component == null) {
                here.put(field.getKey(), field.getValue());
                continue;
            }
            UnknownFields deeper = of(component.shape(), field.getValue(), shape.get(component, record));
            if (deeper != null) {
                below.put(field.getKey(), deeper);
            }
        }
        return here.isEmpty() && below.isEmpty() ? null : new OfObject(here, below);
    }

    private static @Nullable UnknownFields ofMap(MapShape shape, JsonNode tree, Map<?, ?> map) {
        Map<String, UnknownFields> below = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            UnknownFields deeper = of(shape.value(), entry.getValue(), map.get(entry.getKey()));
            if (deeper != null) {
                below.put(entry.getKey(), deeper);
            }
        }
        return below.isEmpty() ? null : new OfObject(new LinkedHashMap<>(), below);
    }

    private static @Nullable UnknownFields ofList(ListShape shape, JsonNode tree, List<?> list) {
        List<OfElement> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            UnknownFields deeper = of(shape.element(), tree.get(i), list.get(i));
            if (deeper != null) {
                elements.add(new OfElement(i, list.get(i), deeper));
            }
        }
        return elements.isEmpty() ? null : new OfList(elements);
    }

    /** Of a record or a map: fields of its own, and those below its known fields. */
    record OfObject(Map<String, JsonNode> here, Map<String, UnknownFields> below) implements UnknownFields {

        @Override
        public void mergeInto(JsonNode tree, Object value) {
            below.forEach((field, fields) -> {
                Object child = child(value, field);
                if (child != null) {
                    fields.mergeInto(tree.get(field), child);
                }
            });
            here.forEach((field, node) -> ((ObjectNode) tree).set(field, node));
        }

        private static @Nullable Object child(Object parent, String field) {
            if (parent instanceof Map<?, ?> map) {
                return map.get(field);
            }
            RecordShape shape = RecordShape.of(parent.getClass());
            return shape.get(Objects.requireNonNull(shape.component(field)), parent);
        }
    }

    /** Of a list: those of its elements. */
    record OfList(List<OfElement> elements) implements UnknownFields {

        @Override
        public void mergeInto(JsonNode tree, Object value) {
            List<?> list = (List<?>) value;
            for (OfElement element : elements) {
                int index = element.indexIn(list);
                if (index >= 0) {
                    element.fields().mergeInto(tree.get(index), list.get(index));
                }
            }
        }
    }

    /** Of one element of a list, as it was read. */
    record OfElement(int index, Object value, UnknownFields fields) {

        int indexIn(List<?> list) {
            String name = name(value);
            if (name == null) {
                return index < list.size() && list.get(index).equals(value) ? index : -1;
            }
            for (int i = 0; i < list.size(); i++) {
                if (name.equals(name(list.get(i)))) {
                    return i;
                }
            }
            return -1;
        }

        private static @Nullable String name(Object value) {
            if (!(value instanceof Record)) {
                return null;
            }
            RecordShape shape = RecordShape.of(value.getClass());
            for (String field : shape.fields()) {
                RecordShape.Component component = Objects.requireNonNull(shape.component(field));
                if (component.shape() == Scalars.TEXT && field.matches("name|id|key|.*(Name|Id|Arn)")) {
                    return (String) shape.get(component, value);
                }
            }
            return null;
        }
    }
}
