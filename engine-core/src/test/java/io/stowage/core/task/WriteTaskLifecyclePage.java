package io.stowage.core.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code docs/task-lifecycle.md} anew, after the table was changed. */
final class WriteTaskLifecyclePage {

    private WriteTaskLifecyclePage() {}

    public static void main(String[] args) throws IOException {
        Path page = TaskLifecycleTest.page();
        Files.createDirectories(page.getParent());
        Files.writeString(page, TaskLifecycleDiagram.render(TaskLifecycle.table()));
    }
}
