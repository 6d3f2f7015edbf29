package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretArchiveTest {

    private static final int BLOCK = 512;

    @Provide
    Arbitrary<Map<String, String>> secrets() {
        Arbitrary<String> values =
                Arbitraries.strings().withCharRange('\u0001', '\u07ff').ofMaxLength(1100);
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(100), values)
                .ofMaxSize(4);
    }

    @Property(tries = 200)
    void everyFileIsFoundInTheArchive(@ForAll("secrets") Map<String, String> secrets) {
        List<SecretValue> values = secrets.entrySet().stream()
                .map(e -> new SecretValue(e.getKey(), e.getValue().toCharArray()))
                .toList();
        byte[] archive = SecretArchive.of(values);
        Map<String, String> found = new TreeMap<>();
        int at = 0;
        while (archive[at] != 0) {
            int size = Integer.parseInt(text(archive, at + 124, 11), 8);
            assertThat(sum(archive, at)).isEqualTo(Integer.parseInt(text(archive, at + 148, 6), 8));
            assertThat(text(archive, at + 100, 7)).isEqualTo("0000444");
            found.put(text(archive, at, 100).replace("\0", ""), text(archive, at + BLOCK, size));
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        assertThat(found).isEqualTo(secrets);
        assertThat(archive).hasSize(at + 2 * BLOCK);
    }

    /** The sum of a header's bytes, in which the sum itself counts as blanks. */
    private static int sum(byte[] archive, int at) {
        byte[] header = Arrays.copyOfRange(archive, at, at + BLOCK);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        return sum;
    }

    private static String text(byte[] archive, int from, int length) {
        return new String(archive, from, length, StandardCharsets.UTF_8);
    }

    @Example
    void aNameThatLeadsElsewhereIsRefused() {
        for (String name : List.of("", ".", "..", "../x", "/etc/x", "a/b", "x".repeat(101))) {
            Report report = new Report();
            SecretArchive.checkName(report, name);
            assertThat(report.findings())
                    .as(name)
                    .singleElement()
                    .satisfies(f -> assertThat(f.refused()).isTrue());
        }
        Report report = new Report();
        SecretArchive.checkName(report, "x".repeat(100));
        assertThat(report.findings()).isEmpty();
    }
}
