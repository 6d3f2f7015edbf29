package io.stowage.core.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has to say, gathered: of each task the latest report only, of its connection the last word only.
 *
 * @param epoch of the attachment that the agent runs for
 * @param connection null if there is nothing new
 * @param questions the tasks that the agent asks about
 * @param clean whether nothing is left on the host of an instance that was deregistered
 */
public record AgentWord(
        String containerInstanceId,
        long epoch,
        @Nullable Contact connection,
        List<TaskReport> reports,
        List<Question> questions,
        boolean clean) {

    /** The same without what it says of the connection. */
    public AgentWord withoutConnection() {
        return new AgentWord(containerInstanceId, epoch, null, reports, questions, clean);
    }

    /**
     * Whether there is such a task.
     *
     * @param commit the latest commit that its containers were made under; 0 if they don't say
     */
    public record Question(String taskId, long commit) {}

    /** Whether the agent reaches its host, and why not, or the runtime's version. */
    public record Contact(boolean connected, String detail) {}
}
