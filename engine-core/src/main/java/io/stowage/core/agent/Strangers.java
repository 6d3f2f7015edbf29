package io.stowage.core.agent;

import io.stowage.core.agent.Answer.Done;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Containers with this agent's labels whose task no order speaks of.
 *
 * <p>The control plane is asked about them, with every list again. Only what it says there is no such task of, is killed and removed:
 * with every list once more, until it is gone. Where the instance itself was deregistered, all of them are.
 */
final class Strangers {

    private final RuntimeCalls calls;
    private final Map<String, Map<String, ContainerState>> byTask = new LinkedHashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> underway = new LinkedHashSet<>();
    private boolean allUnwanted;

    Strangers(RuntimeCalls calls) {
        this.calls = calls;
    }

    /** Whether every container that was listed is of a task that is spoken of. */
    boolean isEmpty() {
        return byTask.isEmpty();
    }

    /** A new complete list begins. */
    void clear() {
        byTask.clear();
    }

    void found(String taskId, ContainerState container) {
        byTask.computeIfAbsent(taskId, id -> new LinkedHashMap<>()).put(container.name(), container);
    }

    /** Those that are gone need no answer any more. Called when a list is complete. */
    void listed() {
        if (allUnwanted) {
            unknown.addAll(byTask.keySet());
        }
        unknown.retainAll(byTask.keySet());
        unknown.forEach(this::clearAway);
    }

    /** No container of any task is wanted here any more. */
    void unwantAll() {
        allUnwanted = true;
        listed();
    }

    /** The tasks to ask about. */
    List<AgentWord.Question> questions() {
        List<AgentWord.Question> questions = new ArrayList<>();
        byTask.forEach((taskId, containers) -> {
            if (!unknown.contains(taskId)) {
                questions.add(new AgentWord.Question(taskId, latestCommit(containers)));
            }
        });
        return questions;
    }

    private static long latestCommit(Map<String, ContainerState> containers) {
        long latest = 0;
        for (ContainerState container : containers.values()) {
            latest = Math.max(latest, ContainerLabels.commit(container.labels()));
        }
        return latest;
    }

    /** The containers of a task that an order has come for: they are no strangers any more. */
    Map<String, ContainerState> claim(String taskId) {
        unknown.remove(taskId);
        Map<String, ContainerState> claimed = byTask.remove(taskId);
        return claimed == null ? Collections.emptyMap() : claimed;
    }

    /** There is no such task. */
    void confirmUnknown(String taskId) {
        if (byTask.containsKey(taskId) && unknown.add(taskId)) {
            clearAway(taskId);
        }
    }

    private void clearAway(String taskId) {
        for (ContainerState container :
                byTask.getOrDefault(taskId, Collections.emptyMap()).values()) {
            if (underway.add(container.name())) {
                if (container.phase() == Phase.RUNNING) {
                    kill(container.name(), taskId);
                } else {
                    remove(container.name());
                }
            }
        }
    }

    private void kill(String name, String taskId) {
        calls.kill(name, answer -> {
            if (answer instanceof Done<Boolean> && unknown.contains(taskId)) {
                remove(name);
            } else {
                underway.remove(name);
            }
        });
    }

    private void remove(String name) {
        calls.remove(name, answer -> underway.remove(name));
    }
}
