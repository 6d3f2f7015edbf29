package io.stowage.core.json;

import com.google.common.reflect.ClassPath;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.Tag;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A sample of every record of the model, with every component set, made from the types of its components. */
final class Samples {

    private Samples() {}

    static List<Class<?>> modelRecords() {
        try {
            ClassPath classes = ClassPath.from(Tag.class.getClassLoader());
            return Stream.of(Tag.class, RegisterTaskDefinitionRequest.class)
                    .flatMap(one -> classes.getTopLevelClasses(one.getPackageName()).stream())
                    .<Class<?>>map(ClassPath.ClassInfo::load)
                    .filter(Class::isRecord)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Record of(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = Stream.of(components)
                    .map(component -> value(component.getGenericType(), component.getName()))
                    .toArray();
            return (Record) type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No sample of " + type, e);
        }
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? List.of(value(arguments[0], name)) : map(arguments[1], name);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[constants.length - 1];
        }
        return scalar(plain, name);
    }

    private static Object scalar(Class<?> type, String name) {
        if (type == String.class) {
            return "a \"" + name + "\"\n\u00e9\ud83d\ude00";
        }
        if (type == int.class || type == Integer.class) {
            return Integer.MIN_VALUE + name.length();
        }
        if (type == long.class || type == Long.class) {
            return Long.MAX_VALUE - name.length();
        }
        if (type == double.class || type == Double.class) {
            return 1.0 / 3;
        }
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == Instant.class) {
            return Instant.parse("2026-02-03T04:05:06.789012345Z");
        }
        if (type == Duration.class) {
            return Duration.ofMillis(90_500);
        }
        throw new IllegalStateException("No sample value of " + type);
    }

    private static Map<String, Object> map(Type valueType, String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", value(valueType, name));
        map.put("a", value(valueType, name));
        return map;
    }
}
