package io.stowage.runtime.docker;

import java.util.Optional;

/** Knows how to log in to image registries. Filled by the host application. */
@FunctionalInterface
public interface RegistryCredentials {

    /**
     * The login for an image. May block for seconds; called by several threads, right before each pull; the answer is not kept.
     *
     * @param image the image as the container definition names it
     * @return empty to pull without a login
     * @throws RuntimeException if it is not known now whether there is a login: nothing is pulled, and it is asked again with the next attempt.
     *     Its message is not repeated anywhere
     */
    Optional<Login> loginFor(String image);

    /** A user name and a password, or a token in its place. Has no readable text form. */
    final class Login {
        private final String userName;
        private final char[] password;

        /** {@code password} is copied. */
        public Login(String userName, char[] password) {
            this.userName = userName;
            this.password = password.clone();
        }

        String userName() {
            return userName;
        }

        String password() {
            return new String(password);
        }

        /** Never a value. */
        @Override
        public String toString() {
            return "Login[***]";
        }
    }
}
