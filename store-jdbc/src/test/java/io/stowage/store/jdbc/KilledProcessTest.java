package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps its state in a file of H2 is killed while it commits: nothing that was answered is lost. */
@Timeout(120)
class KilledProcessTest {

    private static final String PARTITION = "cluster/harbour";
    private static final int TIMES = 3;
    private static final int COMMITS = 200;
    private static final int OVERWRITING_COMMITS = 100;

    @TempDir
    Path directory;

    private static StateStore open(String file) {
        return new JdbcStateStoreProvider().open(Map.of("url", "jdbc:h2:file:" + file, "createTables", "true"));
    }

    /** Commits for ever, and says each revision once it is committed. */
    public static final class Committer {

        private Committer() {}

        public static void main(String[] arguments) {
            try (StateStore store = open(arguments[0])) {
                Revision revision = store.read(PARTITION).revision();
                while (true) {
                    revision = commit(store, revision, revision.number() + 1);
                    System.out.println(revision.number());
                }
            }
        }
    }

    private static Revision commit(StateStore store, Revision revision, long record) {
        String id = "commit-" + (revision.number() + 1);
        StoredRecord task = new StoredRecord("task", "task-" + record, 1, Payload.ofText("{\"is\":\"" + id + "\"}"));
        Commit commit = new Commit(PARTITION, id, revision, null, List.of(new Write.Put(task)));
        if (!(store.commit(commit) instanceof CommitResult.Committed)) {
            throw new IllegalStateException("refused: " + commit);
        }
        return commit.revision();
    }

    /** Kills it once it has said so many revisions; gives the last one that it has said. */
    private long commitUntilKilled(String file, int commits) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path")
                                + File.pathSeparator
                                + System.getProperty("surefire.test.class.path", ""),
                        Committer.class.getName(),
                        file)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            for (int i = 0; line != null; i++) {
                last = Long.parseLong(line);
                if (i == commits) {
                    // By its handle: what it has said already can be read on.
                    process.toHandle().destroyForcibly();
                }
                line = said.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    @Test
    void nothingThatWasAnsweredIsLost() throws Exception {
        String file = directory.resolve("state").toString();
        for (int time = 1; time <= TIMES; time++) {
            long said = commitUntilKilled(file, COMMITS);
            assertThat(said).isGreaterThan((long) (time - 1) * COMMITS);
            try (StateStore store = open(file)) {
                long kept = store.read(PARTITION).revision().number();
                assertThat(kept).isBetween(said, said + 1);
                assertThat(store.read(PARTITION).records()).hasSize((int) kept);
            }
        }
    }

    /**
     * H2 writes over what is not needed any more when that has been there for 45 s, and at once with this setting. A copy of the file is what a
     * kill at that moment would leave.
     */
    @Test
    void nothingThatWasAnsweredIsLostWhereTheFileIsWrittenOver() throws IOException {
        String file = directory.resolve("state").toString();
        try (StateStore store = open(file + ";RETENTION_TIME=0")) {
            Revision revision = Revision.NONE;
            for (int i = 0; i < OVERWRITING_COMMITS; i++) {
                revision = commit(store, revision, i % 5);
                Files.copy(
                        directory.resolve("state.mv.db"),
                        directory.resolve("copy.mv.db"),
                        StandardCopyOption.REPLACE_EXISTING);
                try (StateStore found = open(directory.resolve("copy").toString())) {
                    assertThat(found.read(PARTITION).revision()).isEqualTo(revision);
                }
            }
        }
    }
}
