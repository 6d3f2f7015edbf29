package io.stowage.core.plugin;

import io.stowage.model.EnvironmentFile;
import io.stowage.spi.EnvironmentFileSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contains what the host application's source of environment files throws: such a file is not available. No message of what it
 * did not mean to throw is passed on, and no file that is too long.
 */
public final class GuardedEnvironmentFiles implements EnvironmentFileSource {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedEnvironmentFiles.class);

    private final EnvironmentFileSource source;

    public GuardedEnvironmentFiles(EnvironmentFileSource source) {
        this.source = source;
    }

    /** A source that has no file: a task that needs one fails to start and says so. */
    public static EnvironmentFileSource none() {
        return (file, context) -> {
            throw new EnvironmentFileNotAvailableException(
                    "no EnvironmentFileSource was given to the engine:"
                            + " give it one with EngineBuilder.environmentFiles, or put the variables into environment or secrets");
        };
    }

    @Override
    public char[] read(EnvironmentFile file, Context context) throws EnvironmentFileNotAvailableException {
        char[] text;
        try {
            text = source.read(file, context);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            // Its message might contain what is in the file.
            throw broken(file, "threw " + thrown.getClass().getName());
        }
        if (text == null) {
            throw broken(file, "answered null");
        }
        if (text.length > LONGEST_FILE) {
            Arrays.fill(text, '\0');
            throw new EnvironmentFileNotAvailableException("it has " + text.length + " characters; at most "
                    + LONGEST_FILE + " are allowed: make it shorter, or split it");
        }
        return text;
    }

    private EnvironmentFileNotAvailableException broken(EnvironmentFile file, String what) {
        String text = "the source of environment files " + source.getClass().getName() + " " + what + " for '"
                + file.value() + "'";
        LOG.error("{}: the file is not available", text);
        return new EnvironmentFileNotAvailableException(text);
    }
}
