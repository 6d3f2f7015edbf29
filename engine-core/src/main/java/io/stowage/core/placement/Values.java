package io.stowage.core.placement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the fields that are spread over, as numbers, for all instances of a cluster. Found once for each field. */
final class Values {

    private final List<? extends InstanceView> instances;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<Criterion, OfField> byField = new LinkedHashMap<>();

    Values(List<? extends InstanceView> instances) {
        this.instances = instances;
        for (int i = 0; i < instances.size(); i++) {
            positions.put(instances.get(i).id(), i);
        }
    }

    /** One field's values. */
    static final class OfField {
        private final int[] byInstance;
        private final List<String> names;

        private OfField(int[] byInstance, List<String> names) {
            this.byInstance = byInstance;
            this.names = names;
        }

        /** How many there are. */
        int count() {
            return names.size();
        }

        /** The number of an instance's value; -1 if it has none. */
        int of(int instance) {
            return byInstance[instance];
        }

        @Nullable
        String nameOf(int instance) {
            return byInstance[instance] < 0 ? null : names.get(byInstance[instance]);
        }
    }

    OfField of(Criterion field) {
        return byField.computeIfAbsent(field, this::find);
    }

    private OfField find(Criterion field) {
        int[] of = new int[instances.size()];
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < of.length; i++) {
            InstanceView instance = instances.get(i);
            String value = field.shared() ? instance.attribute(field.attribute()) : instance.id();
            of[i] = value == null ? -1 : numbers.computeIfAbsent(value, each -> numbers.size());
        }
        return new OfField(of, List.copyOf(numbers.keySet()));
    }

    /** The positions of the instances, by their ids. */
    Map<String, Integer> positions() {
        return positions;
    }
}
