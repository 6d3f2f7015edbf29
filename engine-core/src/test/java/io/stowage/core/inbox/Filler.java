package io.stowage.core.inbox;

import io.stowage.core.json.RawJson;
import io.stowage.core.operation.ClusterOperation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes records with something in every component (variant 0), with less in it (1), or with as little as each allows (2). */
final class Filler {

    private static final int DEEPEST = 12;

    private Filler() {}

    static Record make(Class<?> type, int variant) {
        return (Record) value(type, variant, 0);
    }

    /** Something that an operation may answer. */
    @SuppressWarnings("unchecked")
    static <T> T answer(ClusterOperation<T> operation, int variant) {
        for (Method method : operation.getClass().getMethods()) {
            if (method.getName().equals("apply") && !method.isBridge()) {
                return (T) value(method.getGenericReturnType(), variant, 0);
            }
        }
        throw new AssertionError(operation);
    }

    private static Object value(Type type, int variant, int depth) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, variant, depth);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == RawJson.class) {
            return new RawJson("{\"variant\":" + variant + "}");
        }
        if (plain.isRecord()) {
            return record(plain, variant, depth);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[variant % constants.length];
        }
        return scalar(plain, variant);
    }

    private static Object scalar(Class<?> type, int variant) {
        if (type == String.class) {
            return "text \"" + variant + "\" \u00e4";
        }
        if (type == int.class || type == Integer.class) {
            return 7 + variant;
        }
        if (type == long.class || type == Long.class) {
            return 1L << (40 + variant);
        }
        if (type == double.class || type == Double.class) {
            return 0.25 + variant;
        }
        if (type == boolean.class || type == Boolean.class) {
            return variant % 2 == 0;
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(1_700_000_000L + variant, 5);
        }
        if (type == Duration.class) {
            return Duration.ofMillis(1500 + variant);
        }
        throw new AssertionError("nothing to fill a " + type + " with");
    }

    private static Object collection(ParameterizedType type, int variant, int depth) {
        Type[] of = type.getActualTypeArguments();
        boolean empty = variant > 0 || depth > DEEPEST;
        if (type.getRawType() == Optional.class) {
            return empty ? Optional.empty() : Optional.of(value(of[0], variant, depth + 1));
        }
        if (type.getRawType() == Map.class) {
            return empty ? Map.of() : new LinkedHashMap<>(Map.of("key", value(of[1], variant, depth + 1)));
        }
        List<Object> elements = empty ? List.of() : new ArrayList<>(List.of(value(of[0], variant, depth + 1)));
        return type.getRawType() == List.class ? elements : new LinkedHashSet<>(elements);
    }

    private static Object record(Class<?> type, int variant, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i].getGenericType(), variant, depth + 1);
        }
        if (variant == 2) {
            leaveOut(type, components, values);
        }
        return construct(type, components, values);
    }

    /** What a record does not need is left out. */
    private static void leaveOut(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        for (int i = 0; i < components.length; i++) {
            if (!components[i].getType().isPrimitive()) {
                Object kept = values[i];
                values[i] = null;
                try {
                    construct(type, components, values);
                } catch (IllegalStateException required) {
                    values[i] = kept;
                }
            }
        }
    }

    private static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(type + " can't be made of " + List.of(components), refused);
        }
    }
}
