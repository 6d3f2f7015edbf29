package io.stowage.samples.ecsjson;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Volume;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that a definition gives, as paths: containers and volumes by name, other lists as one field. */
final class Fields {

    private final RegisterTaskDefinitionRequest request;
    private final List<String> given = new ArrayList<>();

    Fields(RegisterTaskDefinitionRequest request) {
        this.request = request;
        walk(request, "");
    }

    List<String> given() {
        return List.copyOf(given);
    }

    private void walk(Record record, String prefix) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String path = prefix + component.getName();
            Object value = get(component, record);
            if (value instanceof Record below) {
                walk(below, path + ".");
            } else if (value instanceof List<?> list && list.stream().anyMatch(Fields::hasName)) {
                list.forEach(each -> walk((Record) each, path + "[" + name(each) + "]."));
            } else if (!asksForNothing(value)) {
                given.add(path);
            }
        }
    }

    /** Whether paths name it, and not its number. */
    static boolean hasName(Object value) {
        return value instanceof ContainerDefinition || value instanceof Volume;
    }

    static String name(Object value) {
        return value instanceof Volume volume ? volume.name() : ((ContainerDefinition) value).name();
    }

    private static boolean asksForNothing(@Nullable Object value) {
        return value == null
                || Boolean.FALSE.equals(value)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    /** Whether a path begins with a field that task definitions have. */
    boolean isField(String path) {
        String first = path.split("[.\\[]", 2)[0];
        return Arrays.stream(RegisterTaskDefinitionRequest.class.getRecordComponents())
                .anyMatch(component -> component.getName().equals(first));
    }

    /** A text that begins with a place such as {@code containerDefinitions[0]}, with the name instead of the number. */
    String named(String text) {
        String named = text;
        for (int i = 0; i < request.containerDefinitions().size(); i++) {
            String name = request.containerDefinitions().get(i).name();
            named = replaceStart(named, "containerDefinitions[" + i + "]", "containerDefinitions[" + name + "]");
        }
        List<Volume> volumes = request.volumes() == null ? List.of() : request.volumes();
        for (int i = 0; i < volumes.size(); i++) {
            named = replaceStart(
                    named, "volumes[" + i + "]", "volumes[" + volumes.get(i).name() + "]");
        }
        return named;
    }

    private String replaceStart(String text, String place, String name) {
        boolean isPlace = text.startsWith(place) && !name.equals(place);
        return isPlace ? name + text.substring(place.length()) : text;
    }
}
