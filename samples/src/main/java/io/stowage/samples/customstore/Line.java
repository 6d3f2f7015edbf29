package io.stowage.samples.customstore;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
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
import java.util.stream.Stream;

/** What was asked for, as one line of words: each is encoded as in a URL, so that none holds a blank or the end of a line. */
final class Line {

    private static final String PUT = "put";
    private static final String NO_LEASE = "";

    private Line() {}

    static String of(long millis, String what, List<?> words) {
        return Stream.concat(Stream.of(millis, what), words.stream())
                .map(word -> "+" + URLEncoder.encode(String.valueOf(word), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    static Iterator<String> words(String line) {
        return Arrays.stream(line.split(" ", -1))
                .map(word -> URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8))
                .iterator();
    }

    static List<Object> words(Commit commit) {
        Lease lease = commit.lease();
        List<Object> words = new ArrayList<>(List.of(
                commit.partition(),
                commit.commitId(),
                commit.expectedRevision().number(),
                commit.expectedRevision().commitId(),
                lease == null ? NO_LEASE : lease.partition(),
                lease == null ? NO_LEASE : lease.holder(),
                lease == null ? 0 : lease.epoch()));
        for (Write write : commit.writes()) {
            words.addAll(List.of(write instanceof Write.Put ? PUT : "delete", write.kind(), write.id()));
            if (write instanceof Write.Put put) {
                words.add(put.record().version());
                words.add(put.record().payload().text());
            }
        }
        return words;
    }

    static Commit commit(Iterator<String> words) {
        String partition = words.next();
        String commitId = words.next();
        Revision expected = new Revision(Long.parseLong(words.next()), words.next());
        Lease lease = lease(words);
        List<Write> writes = new ArrayList<>();
        while (words.hasNext()) {
            boolean put = words.next().equals(PUT);
            String kind = words.next();
            String id = words.next();
            writes.add(
                    put
                            ? new Write.Put(new StoredRecord(
                                    kind, id, Long.parseLong(words.next()), Payload.ofText(words.next())))
                            : new Write.Delete(kind, id));
        }
        return new Commit(partition, commitId, expected, lease.partition().equals(NO_LEASE) ? null : lease, writes);
    }

    static Lease lease(Iterator<String> words) {
        return new Lease(words.next(), words.next(), Long.parseLong(words.next()));
    }
}
