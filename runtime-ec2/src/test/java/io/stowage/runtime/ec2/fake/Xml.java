package io.stowage.runtime.ec2.fake;

/** Text in angle brackets. */
final class Xml {

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private final StringBuilder text = new StringBuilder();

    /** An answer of an action, up to where its content begins. */
    static Xml answer(String action, String requestId) {
        Xml xml = new Xml();
        xml.text
                .append('<')
                .append(action)
                .append("Response xmlns=\"")
                .append(NAMESPACE)
                .append("\">");
        return xml.leaf("requestId", requestId);
    }

    Xml open(String tag) {
        text.append('<').append(tag).append('>');
        return this;
    }

    Xml close(String tag) {
        text.append("</").append(tag).append('>');
        return this;
    }

    /** Nothing for null. */
    Xml leaf(String tag, Object value) {
        if (value != null) {
            open(tag);
            text.append(escaped(value.toString()));
            close(tag);
        }
        return this;
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
