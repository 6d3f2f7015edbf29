package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.store.CommitListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** S36 and S37: machines are ended only when nothing is on them, and never more are launched than their capacity provider may have. */
final class Machines implements CommitListener, CloudHosts.Listener {

    private static final String LAUNCH = "launch";
    private static final String CAPACITY_PROVIDER = "capacityprovider";
    private static final String INSTANCE = "instance";

    // Their words, and not their classes: an engine that is loaded beside this one has classes of its own.
    private static final Pattern OF = Pattern.compile("^MachineLaunch\\[capacityProvider=([^,]+),");
    private static final Pattern PHASE = Pattern.compile(" phase=([A-Z]+),");
    private static final Pattern ID =
            Pattern.compile(" launch=Launch\\[id=([^,]+), attempt=Attempt\\[number=([0-9]+),");
    private static final Pattern MACHINE = Pattern.compile(" machine=Held\\[id=([^,]+),");
    private static final Pattern NOT_DRAINING = Pattern.compile(" managedDraining=(DISABLED)");
    private static final Pattern LEAVING = Pattern.compile(" leaving=([A-Z_]+)]$");
    private static final Pattern MOST = Pattern.compile(" maximumSize=([0-9]+),");

    private final Supplier<Collection<ClusterMirror>> mirrors;
    /** Whether a container is one whose task is elsewhere by now, as the store has lost that it was there. */
    private final Predicate<SimulatedContainer> leftBehind;

    private final Supplier<Collection<SimulatedMachine>> machines;
    private final Report report;
    /** The machines that were ending when the store lost why: what is brought to them since is nobody's fault. */
    private final Set<String> endingUnknown = new HashSet<>();

    private final Map<String, Partition> partitions = new HashMap<>();

    /** What is stored of the machines of a cluster. */
    private static final class Partition {
        /** By id, as texts. */
        final Map<String, String> launches = new TreeMap<>();

        final Map<String, Integer> mostOf = new TreeMap<>();
        /** The capacity providers whose machines end without having been drained. */
        final Set<String> notDraining = new TreeSet<>();
        /** Names of the container instances that drain, by their ids. */
        final Map<String, String> draining = new TreeMap<>();

        void put(StoredRecord record) {
            if (record.kind().equals(LAUNCH)) {
                launches.put(record.id(), text(record));
            } else if (record.kind().equals(CAPACITY_PROVIDER)) {
                String most = found(MOST, text(record));
                mostOf.put(record.id(), most == null ? 0 : Integer.parseInt(most));
                notDraining.remove(record.id());
                if (found(NOT_DRAINING, text(record)) != null) {
                    notDraining.add(record.id());
                }
            } else if (record.kind().equals(INSTANCE)) {
                put(record.id(), ClusterMirror.object(record.payload(), ContainerInstance.class));
            }
        }

        private void put(String id, ContainerInstance instance) {
            draining.remove(id);
            if (instance.status() == ContainerInstanceStatus.DRAINING) {
                draining.put(id, String.valueOf(instance.containerInstanceName()));
            }
        }

        void delete(Write write) {
            switch (write.kind()) {
                case LAUNCH -> launches.remove(write.id());
                case CAPACITY_PROVIDER -> mostOf.remove(write.id());
                case INSTANCE -> draining.remove(write.id());
                default -> {
                    // Nothing about machines.
                }
            }
        }

        /** Whether the end of this machine is the end of its tasks, as its capacity provider says. */
        boolean endsWithItsTasks(String machine) {
            return launches.values().stream()
                    .filter(launch -> machine.equals(found(MACHINE, launch)))
                    .allMatch(launch -> notDraining.contains(String.valueOf(found(OF, launch))));
        }

        /** Whether it is stored that a machine is to end. */
        boolean isEnding(String machine) {
            return launches.values().stream()
                    .filter(launch -> machine.equals(found(MACHINE, launch)))
                    .anyMatch(launch -> "ENDING".equals(found(PHASE, launch)));
        }

        private static String text(StoredRecord record) {
            return String.valueOf(ClusterMirror.object(record.payload(), Object.class));
        }

        long machines(String capacityProvider) {
            return launches.values().stream()
                    .filter(launch -> capacityProvider.equals(found(OF, launch)))
                    .filter(this::counts)
                    .count();
        }

        private boolean counts(String launch) {
            return switch (String.valueOf(found(PHASE, launch))) {
                case "ASKING", "UNSURE", "WAITING", "BOOTING" -> true;
                case "REGISTERED" ->
                    "AFTER_ITS_TASK".equals(Objects.requireNonNullElse(found(LEAVING, launch), "AFTER_ITS_TASK"))
                            && !drains(launch);
                default -> false;
            };
        }

        /** Whoever drains it by hand has other machines launched in its place. */
        private boolean drains(String launch) {
            Matcher id = ID.matcher(launch);
            return id.find() && draining.containsValue("launch-" + id.group(1) + "-" + id.group(2));
        }
    }

    /** @param machines those of the cloud */
    Machines(
            Supplier<Collection<ClusterMirror>> mirrors,
            Predicate<SimulatedContainer> leftBehind,
            Supplier<Collection<SimulatedMachine>> machines,
            Report report) {
        this.mirrors = mirrors;
        this.leftBehind = leftBehind;
        this.machines = machines;
        this.report = report;
    }

    private static @Nullable String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Override
    public void committed(Commit commit, long revision) {
        Partition partition = partitions.computeIfAbsent(commit.partition(), absent -> new Partition());
        Set<String> begun = new TreeSet<>();
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put) {
                if (write.kind().equals(LAUNCH) && !partition.launches.containsKey(write.id())) {
                    begun.add(write.id());
                }
                partition.put(put.record());
            } else {
                partition.delete(write);
            }
        }
        begun.forEach(launch -> checkSize(partition, String.valueOf(partition.launches.get(launch))));
    }

    private void checkSize(Partition partition, String launch) {
        String capacityProvider = String.valueOf(found(OF, launch));
        int most = partition.mostOf.getOrDefault(capacityProvider, 0);
        long machines = partition.machines(capacityProvider);
        if (machines > most) {
            report.violated(
                    Invariant.S37,
                    "Capacity provider " + capacityProvider + " may have " + most + " machines, but has " + machines
                            + " with " + launch + ".");
        }
    }

    @Override
    public void failedOver(Function<String, PartitionSnapshot> stored) {
        partitions.replaceAll((name, known) -> {
            Partition read = new Partition();
            stored.apply(name).records().forEach(read::put);
            return read;
        });
        machines.get().stream()
                .filter(machine -> machine.end() == SimulatedMachine.End.ASKED)
                .filter(machine -> partitions.values().stream().noneMatch(known -> known.isEnding(machine.id())))
                .forEach(machine -> endingUnknown.add(machine.id()));
    }

    /** What its cloud takes back takes with it what ran there; what was left behind there has its task elsewhere. */
    @Override
    public void ends(SimulatedMachine machine, SimulatedHost host) {
        if (machine.end() != SimulatedMachine.End.ASKED || endingUnknown.contains(machine.id())) {
            return;
        }
        for (SimulatedContainer container : host.containers()) {
            Task task = container.isRunning() && !container.isForeign() ? task(container) : null;
            if (task != null && isThere(container, task, machine)) {
                report.violated(
                        Invariant.S36,
                        "Machine " + machine.id() + " was ended with " + container + " on it, of "
                                + TaskLife.describe(task) + ".");
            }
        }
    }

    /** Stopped in the record for the machine's end, which it is only where machines aren't drained before. */
    private boolean isEndedWith(Task task, SimulatedMachine machine) {
        return task.stopCode() == TaskStopCode.TERMINATION_NOTICE
                && partitions.values().stream().anyMatch(partition -> !partition.endsWithItsTasks(machine.id()));
    }

    private boolean isThere(SimulatedContainer container, Task task, SimulatedMachine machine) {
        return (task.lastStatus() != TaskStatus.STOPPED || isEndedWith(task, machine)) && !leftBehind.test(container);
    }

    private @Nullable Task task(SimulatedContainer container) {
        String id = container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, "");
        for (ClusterMirror mirror : mirrors.get()) {
            Task task = mirror.task(id);
            if (task != null) {
                return task;
            }
        }
        return null;
    }
}
