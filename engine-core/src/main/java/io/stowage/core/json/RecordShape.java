package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as a JSON object: one field for each component that is not null, in the order of the components. A null field of
 * the object is an absent one.
 *
 * <p>Which components are required is for the record to say: primitive ones are, and so are those that its constructor
 * refuses to take as null with the message {@code <Record>.<component> is required}.
 */
final class RecordShape implements Shape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Map<String, Component> components = new LinkedHashMap<>();

    /** A component; {@code shape} is how its values look. */
    record Component(int index, Shape shape, Method accessor) {

        boolean isPrimitive() {
            return accessor.getReturnType().isPrimitive();
        }
    }

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        if (declared == null) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        for (int i = 0; i < declared.length; i++) {
            Component component = new Component(i, Shape.of(declared[i].getGenericType()), declared[i].getAccessor());
            components.put(declared[i].getName(), component);
        }
        this.constructor = canonicalConstructor(type, declared);
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    String name() {
        return type.getSimpleName();
    }

    Set<String> fields() {
        return components.keySet();
    }

    @Nullable
    Component component(String field) {
        return components.get(field);
    }

    @Override
    public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
        if (!node.isObject()) {
            throw Mismatch.of(path, node, "an object");
        }
        @Nullable Object[] values = new Object[components.size()];
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Component component = components.get(field.getKey());
            if (component == null) {
                unknownField.found(path.field(field.getKey()), this);
            } else if (!field.getValue().isNull()) {
                values[component.index()] =
                        component.shape().read(field.getValue(), path.field(field.getKey()), unknownField);
            }
        }
        return construct(values, path);
    }

    @Override
    public JsonNode write(Object record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        components.forEach((name, component) -> {
            Object value = get(component, record);
            if (value != null) {
                object.set(name, component.shape().write(value));
            }
        });
        return object;
    }

    @Nullable
    Object get(Component component, Object record) {
        try {
            return component.accessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component.accessor(), e);
        }
    }

    private Object construct(@Nullable Object[] values, JsonPath path) {
        components.forEach((name, component) -> {
            if (values[component.index()] == null && component.isPrimitive()) {
                throw missing(path, name);
            }
        });
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw refused(values, path, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot construct " + type.getName(), e);
        }
    }

    private JsonProblem refused(@Nullable Object[] values, JsonPath path, @Nullable Throwable cause) {
        String message = String.valueOf(cause == null ? null : cause.getMessage());
        if (cause instanceof NullPointerException) {
            for (Map.Entry<String, Component> entry : components.entrySet()) {
                if (values[entry.getValue().index()] == null && names(message, entry.getKey())) {
                    return missing(path, entry.getKey());
                }
            }
        }
        return JsonProblem.at(path, "this is no valid " + name() + ": " + message);
    }

    private boolean names(String message, String component) {
        return message.equals(name() + "." + component + " is required") || message.equals(component);
    }

    private JsonProblem missing(JsonPath path, String component) {
        return JsonProblem.at(path.field(component), "missing. A " + name() + " needs it; add the field.");
    }

    private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " needs a public canonical constructor", e);
        }
    }
}
