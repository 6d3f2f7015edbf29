package io.stowage.samples.ecsjson;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaves one field out of a definition, so that whoever gives only his first reason can be asked for the next one. */
final class Without {

    private Without() {}

    /**
     * The same without a field.
     *
     * @param field such as {@code pidMode} or {@code containerDefinitions[web].linuxParameters.devices}; of a list the whole list goes
     * @return empty if there is no such field, or it can't be left out
     */
    static <R extends Record> Optional<R> field(R record, String field) {
        try {
            @SuppressWarnings("unchecked") // It is rebuilt by its own constructor.
            R without = (R) without(record, field);
            return without.equals(record) ? Optional.empty() : Optional.of(without);
        } catch (ReflectiveOperationException | NullPointerException required) {
            return Optional.empty();
        }
    }

    private static Record without(Record record, String field) throws ReflectiveOperationException {
        int dot = field.indexOf('.');
        String first = dot < 0 ? field : field.substring(0, dot);
        String rest = dot < 0 ? "" : field.substring(dot + 1);
        int bracket = first.indexOf('[');
        String name = bracket < 0 ? first : first.substring(0, bracket);
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = components[i].getAccessor().invoke(record);
            values[i] = components[i].getName().equals(name) ? lessOf(value, first, rest) : value;
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return record.getClass().getDeclaredConstructor(types).newInstance(values);
    }

    private static @Nullable Object lessOf(@Nullable Object value, String first, String rest)
            throws ReflectiveOperationException {
        if (rest.isEmpty()) {
            return null;
        }
        if (value instanceof Record below) {
            return without(below, rest);
        }
        if (value instanceof List<?> list && list.stream().allMatch(Fields::hasName)) {
            List<Object> less = new ArrayList<>();
            for (Object each : list) {
                boolean meant = first.endsWith("[" + Fields.name(each) + "]");
                less.add(meant ? without((Record) each, rest) : each);
            }
            return less;
        }
        return null;
    }
}
