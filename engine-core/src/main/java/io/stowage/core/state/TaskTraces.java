package io.stowage.core.state;

import io.stowage.core.json.LooseFields;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What can still be told of a task whose record was set aside: where it is, what it takes there, and whom it counts for.
 *
 * @param wanted whether its desired status is RUNNING, or can't be told
 * @param stopped whether it is certainly STOPPED, so that it takes nothing and counts for nobody
 */
record TaskTraces(
        @Nullable String containerInstanceId,
        @Nullable String definitionArn,
        @Nullable String group,
        @Nullable String startedBy,
        boolean wanted,
        boolean stopped) {

    static TaskTraces of(Task task) {
        return new TaskTraces(
                Ids.shortIdOrNull(task.containerInstanceArn()),
                task.taskDefinitionArn(),
                task.group(),
                task.startedBy(),
                task.desiredStatus() == DesiredStatus.RUNNING,
                task.lastStatus() == TaskStatus.STOPPED && task.desiredStatus() == DesiredStatus.STOPPED);
    }

    static TaskTraces of(String json) {
        LooseFields fields = LooseFields.of(json);
        boolean wanted = !DesiredStatus.STOPPED.name().equals(fields.text("desiredStatus"));
        return new TaskTraces(
                Ids.shortIdOrNull(fields.text("containerInstanceArn")),
                fields.text("taskDefinitionArn"),
                fields.text("group"),
                fields.text("startedBy"),
                wanted,
                !wanted && TaskStatus.STOPPED.name().equals(fields.text("lastStatus")));
    }

    /** Has the state count it for what it may still be, by the id of its record, so that nobody takes its place. */
    void count(String taskId, ClusterState state) {
        if (stopped) {
            return;
        }
        InstanceState instance = containerInstanceId == null ? null : state.instances.get(containerInstanceId);
        if (instance != null) {
            DefinitionState definition = definitionArn == null ? null : state.definitions.get(definitionArn);
            instance.holdAside(definition == null ? null : definition.demand, wanted ? group : null);
        }
        ServiceState service = TaskIndex.serviceOf(state, group == null ? "" : group);
        if (service != null) {
            service.countAside(taskId, startedBy, wanted);
        }
    }
}
