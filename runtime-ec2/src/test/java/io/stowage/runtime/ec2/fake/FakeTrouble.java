package io.stowage.runtime.ec2.fake;

/** What goes wrong with a call. */
public enum FakeTrouble {
    NONE(0, "", ""),
    /** Nothing happens, and the caller is told so. */
    THROTTLED(503, "RequestLimitExceeded", "Request limit exceeded."),
    /** Nothing happens, and the caller is told nothing. */
    CONNECTION_BROKEN(0, "none", ""),
    /** It happens, and the caller is told nothing. */
    REPLY_LOST(0, "", ""),
    /** Nothing happens, and the caller is kept waiting until the fake is closed. */
    SILENCE(FakeTrouble.NEVER, "none", ""),
    /** Nothing happens, and the caller can't know. */
    INTERNAL_ERROR(500, "InternalError", "An internal error has occurred."),
    CREDENTIALS_EXPIRED(400, "RequestExpired", "Request has expired."),
    NOT_PERMITTED(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");

    /** In the place of a status: there is no answer at all. */
    static final int NEVER = -1;

    private final int status;
    private final String code;
    private final String message;

    FakeTrouble(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    void before() {
        if (!code.isEmpty()) {
            throw new Ec2Error(status, code, message);
        }
    }
}
