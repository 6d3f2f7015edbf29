package io.stowage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.spi.EnvironmentFileSource.EnvironmentFileNotAvailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileDirectoryTest {

    private static final EnvironmentFileSource.Context OWNER =
            new EnvironmentFileSource.Context("harbour", "arn:task/1", "arn:definition:1", "web");

    @TempDir
    private Path host;

    private Path directory;

    @BeforeEach
    void fill() throws IOException {
        directory = Files.createDirectory(host.resolve("files"));
        Files.createDirectories(directory.resolve("bucket/web"));
        Files.writeString(directory.resolve("bucket/web/app.env"), "A=1\nB=grün\n");
        Files.writeString(host.resolve("outside.env"), "HUNTER=2\n");
        Files.createSymbolicLink(directory.resolve("out.env"), host.resolve("outside.env"));
        Files.createSymbolicLink(directory.resolve("in.env"), Path.of("bucket/web/app.env"));
        Files.createSymbolicLink(directory.resolve("up"), host);
        Files.createSymbolicLink(directory.resolve("loop.env"), Path.of("loop.env"));
        Files.createDirectory(directory.resolve("directory.env"));
    }

    private String read(String value) throws EnvironmentFileNotAvailableException {
        return String.valueOf(EnvironmentFileSource.directory(directory)
                .read(new EnvironmentFile(value, EnvironmentFileType.S3), OWNER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:s3:::bucket/web/app.env",
                "arn:aws-cn:s3:::bucket/web/app.env",
                "bucket/web/app.env",
                "bucket/../bucket/web/app.env",
                "in.env"
            })
    void aFileIsFoundByItsArnAndByItsPath(String value) throws Exception {
        assertThat(read(value)).isEqualTo("A=1\nB=grün\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none.env",
                "arn:aws:s3:::other/web/app.env",
                "../outside.env",
                "arn:aws:s3:::../outside.env",
                "bucket/../../outside.env",
                "out.env",
                "up/outside.env",
                "loop.env",
                "directory.env",
                "/etc/hostname",
                "",
                "arn:aws:s3:::",
                "a\0.env"
            })
    void whatIsNotAFileInsideIsNotThere(String value) {
        assertThatThrownBy(() -> read(value))
                .isInstanceOf(EnvironmentFileNotAvailableException.class)
                .hasMessageStartingWith("there is no such file in the directory of environment files")
                .hasMessageNotContaining(host.toString());
    }

    @Test
    void theDirectoryItselfMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(host.resolve("link"), directory);
        EnvironmentFileSource source = EnvironmentFileSource.directory(link);
        assertThat(source.read(new EnvironmentFile("bucket/web/app.env", EnvironmentFileType.S3), OWNER))
                .startsWith('A', '=', '1');
    }

    @Test
    void theLongestFileIsReadAndNoLongerOne() throws Exception {
        Files.writeString(directory.resolve("long.env"), "x".repeat(EnvironmentFileSource.LONGEST_FILE));
        assertThat(read("long.env")).hasSize(EnvironmentFileSource.LONGEST_FILE);
        Files.writeString(directory.resolve("longer.env"), "x".repeat(EnvironmentFileSource.LONGEST_FILE + 1));
        assertThatThrownBy(() -> read("longer.env")).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void whatIsNotUtf8IsSaid() throws Exception {
        Files.write(directory.resolve("latin.env"), new byte[] {'A', '=', (byte) 0xfc});
        assertThatThrownBy(() -> read("latin.env")).hasMessageContaining("not UTF-8");
    }

    @Test
    void aDirectoryThatIsNotThereHasNoFile() throws Exception {
        EnvironmentFileSource source = EnvironmentFileSource.directory(host.resolve("none"));
        assertThatThrownBy(() -> source.read(new EnvironmentFile("a.env", EnvironmentFileType.S3), OWNER))
                .isInstanceOf(EnvironmentFileNotAvailableException.class);
    }
}
