package io.stowage.samples.quickstart;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;

/** The health check of a task of the sample: exits with 0 if its server answers. A program of Java's, because that is surely there. */
final class HealthCheck {

    private static final int TIMEOUT_MILLIS = 1500;

    private HealthCheck() {}

    public static void main(String[] arguments) {
        System.exit(answers(HostPort.ofThisTask()) ? 0 : 1);
    }

    private static boolean answers(int port) {
        try {
            URI uri = URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/");
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            System.err.println("no answer on port " + port + ": " + e);
            return false;
        }
    }
}
