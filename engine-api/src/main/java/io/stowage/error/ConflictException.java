package io.stowage.error;

import java.util.List;

/** A client token was used before, for a request with other parameters. */
public final class ConflictException extends EcsException {

    private static final long serialVersionUID = 1L;

    private final List<String> resourceIds;

    /**
     * With what is wrong, for people.
     *
     * @param message names the token and the operation
     * @param resourceIds what the first request made, by ARN; may be empty
     */
    public ConflictException(String message, List<String> resourceIds) {
        super(message);
        this.resourceIds = List.copyOf(resourceIds);
    }

    /** What the first request with this token made, by ARN; may be empty, never null. */
    public List<String> resourceIds() {
        return resourceIds;
    }
}
