package io.stowage.error;

/**
 * ECS has this feature and this engine has not, or not with these settings. The message names the field or operation.
 */
public final class UnsupportedFeatureException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public UnsupportedFeatureException(String message) {
        super(message);
    }
}
