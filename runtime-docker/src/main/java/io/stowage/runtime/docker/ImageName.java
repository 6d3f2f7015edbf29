package io.stowage.runtime.docker;

/**
 * An image as a container definition names it, taken apart for a pull. Whether it is one, the daemon says.
 *
 * @param repository everything before tag and digest
 * @param tag what is pulled of it: a tag, or a digest
 * @param pinned whether the name says what is in the image, so that no registry has to be asked once it is there
 */
record ImageName(String repository, String tag, boolean pinned) {

    static ImageName of(String image) {
        int at = image.indexOf('@');
        if (at >= 0) {
            return new ImageName(withoutTag(image.substring(0, at)), image.substring(at + 1), true);
        }
        String repository = withoutTag(image);
        String tag = repository.length() == image.length() ? "latest" : image.substring(repository.length() + 1);
        return new ImageName(repository, tag, image.startsWith("sha256:"));
    }

    /** A colon before a slash is a port's. */
    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
