package io.stowage.runtime.ec2.fake;

/** What EC2 answers when it says no: a code and a message, with an HTTP status. */
final class Ec2Error extends RuntimeException {

    private final String code;
    private final int status;

    Ec2Error(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** An error of the client's, as EC2 counts them. */
    static Ec2Error client(String code, String message) {
        return new Ec2Error(400, code, message);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    String xml(String requestId) {
        return new Xml()
                .open("Response")
                .open("Errors")
                .open("Error")
                .leaf("Code", code)
                .leaf("Message", getMessage())
                .close("Error")
                .close("Errors")
                .leaf("RequestID", requestId)
                .close("Response")
                .toString();
    }
}
