package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.spi.Write;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S33: an image that a service revision has pinned stays what it is, and is what the tasks run that are created later. Tasks that were
 * there before are let be.
 */
final class Pins implements CommitCheck, GroundTruthListener {

    private static final String PAST_DEPLOYMENT = "pastdeployment";

    // Its words, and not its class: an engine that is loaded beside this one has classes of its own.
    private static final Pattern REVISION = Pattern.compile("ServiceRevision\\[serviceRevisionArn=([^,\\]]+)");
    private static final Pattern PIN =
            Pattern.compile("ContainerImage\\[containerName=([^,]+), image=[^,]+, imageDigest=([^\\]]+)]");

    private final Report report;
    /** The digests of a revision's containers, by the end of the deployment's id. */
    private final Map<String, Map<String, String>> committed = new HashMap<>();
    /** The digests that the containers of a task have to be of, by the task's id. */
    private final Map<String, Map<String, String>> wanted = new HashMap<>();

    private int pinned;

    Pins(Report report) {
        this.report = report;
    }

    /** How many images were pinned. */
    int pinned() {
        return pinned;
    }

    /** The store lost the last commits, maybe a pin with them. */
    void forget() {
        committed.clear();
        wanted.clear();
    }

    /** Called after the commit was checked: what it pins holds for what comes later. */
    void note(List<Write> writes) {
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals(PAST_DEPLOYMENT)) {
                String past = String.valueOf(ClusterMirror.object(put.record().payload(), Object.class));
                Matcher revision = REVISION.matcher(past);
                if (revision.find()) {
                    note(ClusterMirror.idOf(revision.group(1)), pins(past));
                }
            }
        }
    }

    private void note(String number, Map<String, String> pins) {
        Map<String, String> before = committed.getOrDefault(number, Map.of());
        before.forEach((container, digest) -> {
            if (!digest.equals(pins.get(container))) {
                report.violated(
                        Invariant.S33,
                        "Service revision " + number + " had pinned " + container + " to " + digest + ", and now to "
                                + pins.get(container) + ".");
            }
        });
        if (!pins.isEmpty()) {
            pinned += pins.size() - before.size();
            committed.put(number, pins);
        }
    }

    private static Map<String, String> pins(String past) {
        Map<String, String> pins = new HashMap<>();
        Matcher pin = PIN.matcher(past);
        while (pin.find()) {
            pins.put(pin.group(1), pin.group(2));
        }
        return pins;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after == null) {
                wanted.remove(task.id());
            } else if (task.before() == null && ClusterMirror.serviceOf(after) != null) {
                Map<String, String> pins = committed.get(ClusterMirror.idOf(String.valueOf(after.startedBy())));
                if (pins != null) {
                    wanted.put(task.id(), pins);
                    checkAsked(after, pins);
                }
            }
        }
    }

    private void checkAsked(Task task, Map<String, String> pins) {
        for (Container container : task.containers()) {
            String digest = pins.get(container.name());
            if (digest != null && !container.image().endsWith("@" + digest)) {
                report.violated(
                        Invariant.S33,
                        TaskLife.describe(task) + " asks for " + container.image() + " as container " + container.name()
                                + ", which was pinned to " + digest + ".");
            }
        }
    }

    @Override
    public void created(SimulatedContainer container) {
        Map<String, String> labels = container.labels();
        String task = labels.getOrDefault(ContainersOfTasks.TASK_LABEL, "");
        String digest =
                wanted.getOrDefault(task, Map.of()).get(labels.getOrDefault(ContainersOfTasks.CONTAINER_LABEL, ""));
        if (digest != null && !digest.equals(container.imageDigest())) {
            report.violated(
                    Invariant.S33,
                    "There is " + container + " of " + container.imageDigest() + ", but that was pinned to " + digest
                            + " before task " + task + " was created.");
        }
    }
}
