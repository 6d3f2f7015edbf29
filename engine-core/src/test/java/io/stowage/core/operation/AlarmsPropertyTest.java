package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateServiceRequest;
import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.NoteAlarms.Seen;
import io.stowage.core.state.Transaction;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Alarms are raised and cleared, by hand and by a source, and services come, change and go, in any order: against a count by hand. */
class AlarmsPropertyTest {

    private static final List<String> NAMES = List.of("errors", "latency", "disk", "queue");

    /** What one service is to say of the alarms of its newest deployment. */
    private static final class Watching {
        DeploymentAlarms alarms = new DeploymentAlarms(List.of(), false, false);
        boolean underWay = true;
        boolean ignores;
        Instant begun = Instant.EPOCH;
        final Set<String> triggered = new TreeSet<>();

        boolean watches(String alarm) {
            return alarms.enable() && alarms.alarmNames().contains(alarm);
        }
    }

    private record Raised(boolean byHand) {}

    private final OperationRig rig = OperationRig.open();
    private final Map<String, Watching> services = new TreeMap<>();
    private final Map<String, Raised> raised = new TreeMap<>();

    @Property(tries = 300)
    void eachDeploymentKnowsWhatWentOffWhileItWasUnderWay(@ForAll long seed) {
        Random draw = new Random(seed);
        for (int step = 0; step < 80; step++) {
            rig.pass(Duration.ofSeconds(1 + draw.nextInt(5)));
            step(draw);
            check();
        }
    }

    private void step(Random draw) {
        String alarm = NAMES.get(draw.nextInt(NAMES.size()));
        String service = "service-" + draw.nextInt(5);
        switch (draw.nextInt(9)) {
            case 0, 1 -> raise(alarm);
            case 2 -> clear(alarm);
            case 3 -> source(alarm, draw.nextBoolean(), Duration.ofSeconds(draw.nextInt(20)));
            case 4 -> source(alarm, true, null);
            case 5 -> create(service, drawn(draw));
            case 6 -> deploy(service);
            case 7 -> change(service, drawn(draw));
            default -> end(service, draw.nextInt(4) == 0);
        }
    }

    private static DeploymentAlarms drawn(Random draw) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + draw.nextInt(3); i > 0; i--) {
            names.add(NAMES.get(draw.nextInt(NAMES.size())));
        }
        return new DeploymentAlarms(names, true, draw.nextInt(4) > 0);
    }

    private void raise(String alarm) {
        rig.apply(new RaiseAlarm(alarm, "why"));
        wentOff(alarm, rig.now);
        raised.put(alarm, new Raised(true));
    }

    private void clear(String alarm) {
        rig.apply(new ClearAlarm(alarm));
        raised.remove(alarm);
    }

    private void source(String alarm, boolean inAlarm, @Nullable Duration ago) {
        rig.apply(new NoteAlarms(List.of(new Seen(alarm, inAlarm, ago == null ? null : rig.now.minus(ago), "seen"))));
        if (inAlarm) {
            wentOff(alarm, ago == null ? rig.now : rig.now.minus(ago));
            raised.putIfAbsent(alarm, new Raised(false));
        } else if (raised.containsKey(alarm) && !raised.get(alarm).byHand()) {
            raised.remove(alarm);
        }
    }

    private void wentOff(String alarm, Instant since) {
        if (raised.containsKey(alarm)) {
            return;
        }
        for (Watching each : services.values()) {
            if (each.underWay && each.watches(alarm) && !each.ignores && !each.triggered.contains(alarm)) {
                if (since.isBefore(each.begun)) {
                    each.ignores = true;
                } else {
                    each.triggered.add(alarm);
                }
            }
        }
    }

    private void create(String name, DeploymentAlarms alarms) {
        if (services.containsKey(name)) {
            return;
        }
        rig.apply(rig.create(OperationRig.service(name, 1)
                .deploymentConfiguration(
                        DeploymentConfiguration.builder().alarms(alarms).build())));
        Watching begun = new Watching();
        begun.alarms = alarms;
        begin(begun);
        services.put(name, begun);
    }

    private void begin(Watching service) {
        service.underWay = true;
        service.begun = rig.now;
        service.triggered.clear();
        service.ignores = false;
        ignoreWhatIsRaised(service);
    }

    private void ignoreWhatIsRaised(Watching service) {
        service.ignores |= service.underWay && raised.keySet().stream().anyMatch(service::watches);
    }

    private void deploy(String name) {
        Watching known = services.get(name);
        if (known != null) {
            rig.apply(new UpdateService(
                    UpdateServiceRequest.builder()
                            .service(name)
                            .forceNewDeployment(true)
                            .build(),
                    null));
            begin(known);
        }
    }

    private void change(String name, DeploymentAlarms alarms) {
        Watching known = services.get(name);
        if (known != null) {
            rig.apply(new UpdateService(
                    UpdateServiceRequest.builder()
                            .service(name)
                            .deploymentConfiguration(DeploymentConfiguration.builder()
                                    .alarms(alarms)
                                    .build())
                            .build(),
                    null));
            if (!alarms.equals(known.alarms)) {
                known.alarms = alarms;
                if (known.underWay) {
                    known.triggered.removeIf(alarm -> !known.watches(alarm));
                }
                ignoreWhatIsRaised(known);
            }
        }
    }

    /** A deployment is COMPLETED, or its service is deleted. */
    private void end(String name, boolean delete) {
        Watching known = services.get(name);
        if (known == null) {
            return;
        }
        Service before = Objects.requireNonNull(rig.state.service(name)).record();
        Transaction transaction = new Transaction(rig.state, rig.now);
        if (delete) {
            transaction.putService(before.toBuilder()
                    .status(ServiceStatus.INACTIVE)
                    .deployments(List.of())
                    .build());
            services.remove(name);
        } else {
            List<Deployment> deployments = new ArrayList<>(before.deployments());
            deployments.set(
                    0,
                    deployments.get(0).toBuilder()
                            .rolloutState(DeploymentRolloutState.COMPLETED)
                            .build());
            transaction.putService(before.toBuilder().deployments(deployments).build());
            known.underWay = false;
        }
        transaction.writes(RecordCodec::toJson);
    }

    private void check() {
        assertThat(rig.apply(new ListAlarms()).stream().map(RaisedAlarm::alarmName))
                .containsExactlyInAnyOrderElementsOf(raised.keySet());
        services.forEach((name, expected) -> {
            Service service = Objects.requireNonNull(rig.state.service(name)).record();
            Deployment newest = service.deployments().get(0);
            assertThat(Boolean.TRUE.equals(newest.alarmsIgnored())).as(name).isEqualTo(expected.ignores);
            assertThat(newest.triggeredAlarmNames())
                    .as(name)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(expected.triggered);
            assertThat(AlarmWatch.fires(service, newest))
                    .as(name)
                    .isEqualTo(expected.underWay
                            && !expected.ignores
                            && expected.triggered.stream().anyMatch(expected::watches));
        });
        checkIndex();
    }

    private void checkIndex() {
        Set<String> watched = new TreeSet<>();
        for (String alarm : NAMES) {
            List<String> watching = services.entrySet().stream()
                    .filter(each -> each.getValue().watches(alarm))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(rig.state.servicesWatching(alarm)).as(alarm).isEqualTo(watching);
            if (!watching.isEmpty()) {
                watched.add(alarm);
            }
        }
        assertThat(rig.state.watchedAlarms()).containsExactlyElementsOf(watched);
    }
}
