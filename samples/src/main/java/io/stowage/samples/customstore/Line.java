package io.stowage.samples.customstore;

import io.stowage.spi.Commit;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** What happened, as one line of words: each is encoded as in a URL, so that none holds a blank or the end of a line. */
final class Line {

    private Line() {}

    static String of(Object... words) {
        return Arrays.stream(words)
                .map(word -> "+" + URLEncoder.encode(String.valueOf(word), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    static Iterator<String> words(String line) {
        return Arrays.stream(line.split(" ", -1))
                .map(word -> URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8))
                .iterator();
    }

    static String of(Commit commit, long millis) {
        List<Object> words = new ArrayList<>(List.of("commit", commit.partition(), commit.commitId(), millis));
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put) {
                StoredRecord record = put.record();
                words.addAll(List.of(
                        "put",
                        record.kind(),
                        record.id(),
                        record.version(),
                        record.payload().text()));
            } else {
                words.addAll(List.of("delete", write.kind(), write.id()));
            }
        }
        return of(words.toArray());
    }

    static List<Write> writes(Iterator<String> words) {
        List<Write> writes = new ArrayList<>();
        while (words.hasNext()) {
            boolean put = words.next().equals("put");
            String kind = words.next();
            String id = words.next();
            writes.add(
                    put
                            ? new Write.Put(new StoredRecord(
                                    kind, id, Long.parseLong(words.next()), Payload.ofText(words.next())))
                            : new Write.Delete(kind, id));
        }
        return writes;
    }
}
