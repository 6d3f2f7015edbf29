package io.stowage.core.agent;

import java.util.List;

/** What an agent tells the control plane. Every method only hands over a message: it does not block and does not throw. */
public interface ControlPlane {

    /** The agent reaches its host ({@code connected}) or lost it. Told on every change and on attach. */
    void connection(String containerInstanceId, boolean connected, String detail);

    /** What the agent sees of these tasks. Sent again until acknowledged. */
    void reports(String containerInstanceId, List<TaskReport> reports);

    /**
     * The agent has containers of these tasks that no order speaks of. The control plane answers with an order for each task it
     * knows, or {@linkplain Agent#confirmUnknown confirms} that there is no such task.
     */
    void ask(String containerInstanceId, List<AgentWord.Question> questions);

    /** Nothing is left on the host of an instance that is to be {@linkplain AttachedAgent#cleanUp cleaned up}. Said with each list. */
    void clean(String containerInstanceId);
}
