package io.stowage.runtime.docker.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Busybox and one file that no other image has, as a registry gives it: so no daemon has its second layer already. */
final class RegistryImage {

    private static final String PREFIX = "application/vnd.docker.";
    static final String MANIFEST_TYPE = PREFIX + "distribution.manifest.v2+json";

    private final byte[] manifest;
    private final byte[] config;
    private final byte[] own;

    private RegistryImage(byte[] manifest, byte[] config, byte[] own) {
        this.manifest = manifest;
        this.config = config;
        this.own = own;
    }

    /** By which the rest is found. */
    byte[] manifest() {
        return manifest;
    }

    /** What the image is. */
    byte[] config() {
        return config;
    }

    /** The layer with busybox, the same in every image. */
    byte[] base() {
        return Base.LAYER;
    }

    /** The layer that is this image's own. */
    byte[] own() {
        return own;
    }

    /** Made once: it is the same each time, to the bit. */
    private static final class Base {
        static final byte[] TAR = tar();
        static final byte[] LAYER = zipped(TAR);

        private static byte[] tar() {
            try {
                return BusyboxImage.archive().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** With {@code bytes} that can't be compressed in {@code /own}. */
    static RegistryImage with(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        byte[] tar = tarOf(content);
        byte[] own = zipped(tar);
        byte[] config = text(
                "{'architecture':'amd64','os':'linux','config':{'Cmd':['/bin/sh']},'rootfs':{'type':'layers','diff_ids':['"
                        + digest(Base.TAR) + "','" + digest(tar) + "']}}");
        byte[] manifest = text("{'schemaVersion':2,'mediaType':'" + MANIFEST_TYPE + "','config':"
                + descriptor("container.image.v1+json", config) + ",'layers':["
                + descriptor("image.rootfs.diff.tar.gzip", Base.LAYER) + ","
                + descriptor("image.rootfs.diff.tar.gzip", own) + "]}");
        return new RegistryImage(manifest, config, own);
    }

    private static String descriptor(String type, byte[] content) {
        return "{'mediaType':'" + PREFIX + type + "','size':" + content.length + ",'digest':'" + digest(content) + "'}";
    }

    private static byte[] text(String quoted) {
        return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tarOf(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("own");
            entry.setModTime(0);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
