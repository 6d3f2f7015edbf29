package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.BlkioStatEntry;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StatsConfig;
import io.stowage.spi.ContainerMeasurement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a container uses, by one look of the daemon's, which API 1.41 has and docker-java has no words for. The look without it, two and the
 * second between them, is what older ones have; those are not connected to.
 */
final class Measurements {

    private Measurements() {}

    static Optional<ContainerMeasurement> of(Daemon daemon, String id) {
        Optional<Statistics> statistics = daemon.get(
                Verb.MEASURE,
                "stats of " + id,
                "/containers/" + id + "/stats?stream=false&one-shot=true",
                Statistics.class);
        return statistics.flatMap(Measurements::of);
    }

    /** Empty for what does not run: then the daemon has no time at which it looked. */
    static Optional<ContainerMeasurement> of(Statistics statistics) {
        var readAt = States.time(statistics.getRead());
        if (readAt == null
                || statistics.getCpuStats() == null
                || statistics.getCpuStats().getCpuUsage() == null) {
            return Optional.empty();
        }
        Map<String, StatisticNetworksConfig> networks = Objects.requireNonNullElse(statistics.getNetworks(), Map.of());
        List<BlkioStatEntry> blocks = statistics.getBlkioStats() == null
                ? List.of()
                : Objects.requireNonNullElse(statistics.getBlkioStats().getIoServiceBytesRecursive(), List.of());
        MemoryStatsConfig memory = statistics.getMemoryStats();
        return Optional.of(new ContainerMeasurement(
                readAt,
                zero(statistics.getCpuStats().getCpuUsage().getTotalUsage()),
                memory == null ? 0 : used(memory),
                memory == null ? 0 : zero(memory.getLimit()),
                networks.values().stream()
                        .mapToLong(each -> zero(each.getRxBytes()))
                        .sum(),
                networks.values().stream()
                        .mapToLong(each -> zero(each.getTxBytes()))
                        .sum(),
                bytes(blocks, "read"),
                bytes(blocks, "write")));
    }

    private static long used(MemoryStatsConfig memory) {
        StatsConfig stats = memory.getStats();
        Long droppable = stats == null
                ? null
                : stats.getTotalInactiveFile() == null ? stats.getInactiveFile() : stats.getTotalInactiveFile();
        return Math.max(0, zero(memory.getUsage()) - zero(droppable));
    }

    private static long bytes(Collection<BlkioStatEntry> entries, String operation) {
        return entries.stream()
                .filter(entry -> entry.getOp() != null
                        && entry.getOp().toLowerCase(Locale.ROOT).equals(operation))
                .mapToLong(entry -> zero(entry.getValue()))
                .sum();
    }

    private static long zero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
