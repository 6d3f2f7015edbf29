package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set for a cluster. */
public final class ClusterSettings {

    private static final String OFF = "disabled";
    private static final List<String> VALUES = List.of("enabled", OFF, "enhanced");

    private ClusterSettings() {}

    /**
     * The settings with those that were asked for; each name once.
     *
     * @param asked null for none
     */
    public static List<ClusterSetting> with(List<ClusterSetting> current, @Nullable List<ClusterSetting> asked) {
        Map<ClusterSettingName, ClusterSetting> settings = new EnumMap<>(ClusterSettingName.class);
        current.forEach(setting -> settings.put(setting.name(), setting));
        for (ClusterSetting setting : Lists.orEmpty(asked)) {
            check(setting);
            settings.put(setting.name(), setting);
        }
        return new ArrayList<>(settings.values());
    }

    private static void checkLostTasks(@Nullable String value) {
        List<String> values = List.of(ClusterSettingName.KEEP, ClusterSettingName.STOP);
        if (value != null && !values.contains(value)) {
            throw new InvalidParameterException(
                    "settings." + ClusterSettingName.LOST_TASKS + " is '" + value + "'; it must be one of " + values);
        }
    }

    private static void check(ClusterSetting setting) {
        String value = setting.value();
        if (setting.name() == ClusterSettingName.LOST_TASKS) {
            checkLostTasks(value);
            return;
        }
        if (value != null && !VALUES.contains(value)) {
            throw new InvalidParameterException(
                    "settings." + setting.name() + " is '" + value + "'; it must be one of " + VALUES);
        }
        Check.unsupported(
                value != null && !value.equals(OFF),
                "settings." + setting.name(),
                value,
                "this engine publishes no Container Insights; use " + OFF);
    }
}
