package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is stored comes back as it was. */
interface StoreValueRules extends StoreRules {

    /** What an engine might store. */
    record Berth(String name, int number) {

        String json() {
            return "{\"name\":" + HostileText.json(name) + ",\"number\":" + number + "}";
        }

        static Berth of(String json) {
            int comma = json.lastIndexOf(",\"number\":");
            return new Berth(
                    json.substring("{\"name\":\"".length(), comma - 1),
                    Integer.parseInt(json.substring(comma + ",\"number\":".length(), json.length() - 1)));
        }
    }

    @Test
    default void st33_textComesBackCharacterByCharacter() {
        StoreUnderTest store = underTest();
        List<String> texts = new ArrayList<>(List.of(
                "{}",
                "[]",
                "null",
                "{ \"b\" : 1 ,\n\t\"a\" : 1.00, \"a\" : 1e2 }",
                "{\"escaped\":\"\\u0000 \\u00e9 \\/ \\ud83d\\udea2\"}",
                "123456789012345678901234567890.000"));
        Stream.concat(HostileText.WORDS.stream(), HostileText.random(200).stream())
                .map(HostileText::json)
                .forEach(texts::add);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            writes.add(put("task", String.format(Locale.ROOT, "%05d", i), 1, texts.get(i)));
        }
        store.commit(0, null, writes.toArray(Write[]::new));
        assertThat(store.second().read(PARTITION).records())
                .as("in the snapshot")
                .extracting(record -> record.payload().text())
                .isEqualTo(texts);
        assertThat(store.second()
                        .changesAfter(PARTITION, Revision.NONE, Duration.ZERO)
                        .writes())
                .as("in the feed")
                .extracting(write -> ((Write.Put) write).record().payload().text())
                .containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    default void st34_aMebibyteOfTextComesBack() {
        StoreUnderTest store = underTest();
        String text = "[\"" + "\u00e9x\uD83D\uDEA2.".repeat((1 << 20) / 8) + "\"]";
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(1 << 20);
        store.commit(0, null, put("task", "large", 1, text), put("task", "larger", 1, text));
        List<StoredRecord> records = store.second().read(PARTITION).records();
        assertThat(records).hasSize(2);
        // Compared by hand: nobody wants to read the difference.
        assertThat(records.stream().allMatch(record -> record.payload().text().equals(text)))
                .as("that a text of a MiB came back")
                .isTrue();
    }

    @Test
    default void st35_anObjectComesBackEqual() {
        StoreUnderTest store = underTest();
        Berth berth = new Berth("north pier \u2693", 7);
        Payload payload = Payload.ofObject(berth, object -> ((Berth) object).json());
        store.commit(0, null, new Write.Put(new StoredRecord("task", "a", 1, payload)));
        for (var reader : List.of(store.first(), store.second())) {
            Payload back = reader.read(PARTITION).records().get(0).payload();
            assertThat(back.object(Berth.class, Berth::of)).isEqualTo(berth);
            assertThat(back.text()).isEqualTo(berth.json());
        }
    }

    @Test
    default void st36_namesAndVersionsAreKeptWhateverTheyAre() {
        StoreUnderTest store = underTest();
        String printable = HostileText.printableAscii();
        List<String> ids = List.of(
                printable,
                "x".repeat(512),
                "X".repeat(512),
                "x".repeat(511) + "y",
                "a",
                "A",
                "a ",
                " a",
                "a/b",
                "a%",
                "a_",
                "a'",
                "a\\",
                ".",
                "..",
                "arn:aws:ecs:local:000000000000:task/harbour/0123456789abcdef");
        String longKind = "k".repeat(31) + "-";
        List<String> expected = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        for (String kind : List.of("task", "Task", "task-2", longKind)) {
            for (String id : ids) {
                long version = expected.isEmpty() ? Long.MAX_VALUE : expected.size();
                Write write = put(kind, id, version, "{}");
                writes.add(write);
                expected.add(StoreUnderTest.show(write));
            }
        }
        store.commit(0, null, writes.toArray(Write[]::new));
        assertThat(store.contents()).containsExactlyInAnyOrderElementsOf(expected);
        store.commit(1, null, new Write.Delete("task", "a"), new Write.Delete("Task", printable));
        assertThat(store.contents())
                .hasSize(expected.size() - 2)
                .noneMatch(record -> record.startsWith("task/a=") || record.startsWith("Task/" + printable));
    }
}
