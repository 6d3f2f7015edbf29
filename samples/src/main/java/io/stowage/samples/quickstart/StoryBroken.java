package io.stowage.samples.quickstart;

/** What the quickstart promised didn't happen. The message says what. */
final class StoryBroken extends Exception {
    private static final long serialVersionUID = 1L;

    StoryBroken(String message) {
        super(message);
    }
}
