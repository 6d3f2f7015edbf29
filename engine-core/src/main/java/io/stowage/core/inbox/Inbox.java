package io.stowage.core.inbox;

import io.stowage.spi.Revision;
import java.util.List;

/** A cluster's inbox, as one engine uses it: it sends requests while another engine leads, and takes them while it leads itself. */
public final class Inbox {

    private final InboxSender sender;
    private final InboxReader reader;

    /** Where the inbox of a cluster is. */
    static String partition(String clusterName) {
        return "inbox/" + clusterName;
    }

    /** For one cluster. */
    public Inbox(InboxSetup setup, InboxReader.Taker taker) {
        InboxWriter writer = new InboxWriter(
                setup.partition(),
                setup.world(),
                setup.strand(),
                setup.store(),
                setup.open(),
                setup.trouble(),
                this::written);
        this.sender = new InboxSender(setup, writer);
        this.reader = new InboxReader(setup, writer, taker);
    }

    private void written(List<String> requestIds, Revision at) {
        sender.written(requestIds, at);
    }

    /** Its use while another engine leads. */
    public InboxSender sender() {
        return sender;
    }

    /** Its use while this engine leads. */
    public InboxReader reader() {
        return reader;
    }
}
