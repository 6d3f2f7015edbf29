package io.stowage.spi;

import io.stowage.model.EnvironmentFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Environment files below a directory. Thread-safe; blocks as long as the file system does.
 *
 * <p>No message has a path of the host in it: the task's reason to stop repeats it, and everybody may read that.
 */
final class EnvironmentFileDirectory implements EnvironmentFileSource {

    private static final Pattern S3_PREFIX = Pattern.compile("^arn:[^:]*:s3:[^:]*:[^:]*:");

    private final Path directory;

    EnvironmentFileDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public char[] read(EnvironmentFile file, Context context) throws EnvironmentFileNotAvailableException {
        byte[] bytes = bytes(real(S3_PREFIX.matcher(file.value()).replaceFirst("")));
        try {
            return text(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Without a link in it, so that what it is cannot change any more by one. */
    private Path real(String relative) throws EnvironmentFileNotAvailableException {
        try {
            Path root = directory.toRealPath();
            Path file = root.resolve(relative).toRealPath();
            if (file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return file;
            }
        } catch (IOException | InvalidPathException e) {
            throw missing();
        }
        // The same words as for one that is not there: what there is elsewhere on the host is nobody's business.
        throw missing();
    }

    private static EnvironmentFileNotAvailableException missing() {
        return new EnvironmentFileNotAvailableException(
                "there is no such file in the directory of environment files: put it there, at bucket/key of its ARN");
    }

    private static byte[] bytes(Path file) throws EnvironmentFileNotAvailableException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(LONGEST_FILE + 1);
        } catch (IOException e) {
            throw new EnvironmentFileNotAvailableException(
                    "it can't be read (" + e.getClass().getSimpleName() + "): see who may read it");
        }
        if (bytes.length > LONGEST_FILE) {
            throw new EnvironmentFileNotAvailableException(
                    "it has more than " + LONGEST_FILE + " bytes: make it shorter, or split it");
        }
        return bytes;
    }

    private static char[] text(byte[] bytes) throws EnvironmentFileNotAvailableException {
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new EnvironmentFileNotAvailableException("it is not UTF-8: encode it so");
        }
        char[] text = Arrays.copyOfRange(decoded.array(), decoded.arrayOffset(), decoded.limit());
        Arrays.fill(decoded.array(), '\0');
        return text;
    }
}
