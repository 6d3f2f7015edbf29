package io.stowage.runtime.docker.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A file system of one static busybox under the names of its programs, as an archive. */
public final class BusyboxImage {

    static final Path PROGRAM = Path.of("/bin/busybox");

    private static final int EXECUTABLE = 0100755;
    private static final int DIRECTORY = 040755;
    private static final int STICKY_DIRECTORY = 041777;

    private static final List<String> PROGRAMS = List.of(
            "sh",
            "cat",
            "sleep",
            "printf",
            "echo",
            "true",
            "false",
            "kill",
            "ls",
            "pwd",
            "env",
            "id",
            "wget",
            "nc",
            "httpd",
            "dd",
            "yes",
            "head",
            "tail",
            "test",
            "touch",
            "mkdir",
            "rm",
            "grep",
            "ps",
            "hostname",
            "mount",
            "df",
            "seq",
            "wc",
            "[");

    private BusyboxImage() {}

    /** The archive, made anew. */
    public static InputStream archive() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                for (String directory : List.of("bin/", "etc/", "dev/", "proc/", "sys/", "root/", "run/")) {
                    directory(tar, directory, DIRECTORY);
                }
                directory(tar, "tmp/", STICKY_DIRECTORY);
                file(tar, "bin/busybox", Files.readAllBytes(PROGRAM));
                file(tar, "etc/passwd", text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"));
                file(tar, "etc/group", text("root:x:0:\nnogroup:x:65534:\n"));
                for (String program : PROGRAMS) {
                    TarArchiveEntry link = new TarArchiveEntry("bin/" + program, TarConstants.LF_SYMLINK);
                    link.setLinkName("busybox");
                    tar.putArchiveEntry(link);
                    tar.closeArchiveEntry();
                }
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void directory(TarArchiveOutputStream tar, String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(EXECUTABLE);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
