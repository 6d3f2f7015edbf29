package io.stowage.samples.quickstart;

/** The ids that ARNs end with. */
final class Ids {

    private Ids() {}

    /** What comes after the last slash: of a task its id, of a task definition its family and revision. */
    static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Enough of an id to tell it from the others. */
    static String shortId(String arn) {
        String id = id(arn);
        return id.substring(0, Math.min(8, id.length()));
    }
}
