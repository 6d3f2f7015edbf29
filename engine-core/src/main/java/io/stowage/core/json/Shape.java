package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How values of one Java type look in JSON. */
interface Shape {

    /**
     * The value of a node that is neither missing nor null.
     *
     * @throws JsonProblem if the node is not of this shape
     */
    Object read(JsonNode node, JsonPath path, UnknownField unknownField);

    /** The node of a value. */
    JsonNode write(Object value);

    /** What to do with a field that a record does not have. */
    @FunctionalInterface
    interface UnknownField {

        UnknownField IGNORED = (path, owner) -> {};

        void found(JsonPath path, RecordShape owner);
    }

    /** The shape of a type that a record's component may have. */
    static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (!(type instanceof Class<?> plain)) {
            throw unsupported(type);
        }
        if (plain == RawJson.class) {
            return RawJson.SHAPE;
        }
        if (plain.isRecord()) {
            return new RecordOf(plain);
        }
        if (plain.isEnum()) {
            return EnumShape.of(plain);
        }
        return ofScalar(plain);
    }

    private static Shape ofScalar(Class<?> type) {
        if (type == String.class) {
            return Scalars.TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return Scalars.INTEGER;
        }
        if (type == long.class || type == Long.class) {
            return Scalars.LONG;
        }
        if (type == double.class || type == Double.class) {
            return Scalars.DOUBLE;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Scalars.BOOLEAN;
        }
        if (type == Instant.class) {
            return Scalars.INSTANT;
        }
        if (type == Duration.class) {
            return Scalars.DURATION;
        }
        throw unsupported(type);
    }

    private static Shape ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new ListShape(of(arguments[0]));
        }
        if (type.getRawType() == Set.class && arguments[0] == String.class) {
            return SetShape.OF_STRINGS;
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return new MapShape(of(arguments[1]));
        }
        throw unsupported(type);
    }

    private static IllegalStateException unsupported(Type type) {
        return new IllegalStateException("The engine's JSON has no form for " + type.getTypeName()
                + ". Use a record, an enum, a String, an int, a long, a double, a boolean, an Instant, a Duration, a List, a Set of"
                + " Strings or a Map with String keys.");
    }

    /** A record, looked up when it is met, so that records may contain themselves. */
    record RecordOf(Class<?> type) implements Shape {

        RecordShape shape() {
            return RecordShape.of(type);
        }

        @Override
        public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
            return shape().read(node, path, unknownField);
        }

        @Override
        public JsonNode write(Object value) {
            return shape().write(value);
        }
    }
}
