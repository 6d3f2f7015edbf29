package io.stowage.core.agent;

import java.util.List;
import java.util.Map;

/**
 * What the control plane says to an agent that it has heard, once that is committed.
 *
 * @param acknowledged which report of each task, by its sequence, is in the state
 * @param unknownTasks tasks that the agent spoke of and that there are not
 * @param orders for the tasks that the agent asked about and that there are
 */
public record AgentAnswer(Map<String, Long> acknowledged, List<String> unknownTasks, List<TaskOrder> orders) {}
