package io.stowage.runtime.docker.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of the tests' own, by the JDK's keytool, and what it has signed, in files as Docker wants them. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";
    private static final char[] SECRET = PASSWORD.toCharArray();

    private final Path directory;
    private final Path store;

    /** A new authority, whose files are in this directory. */
    public TestCertificates(Path directory) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.store = directory.resolve("store.p12");
        pair("ca", "bc:c=ca:true", "ku:c=keyCertSign,cRLSign");
    }

    /**
     * A directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, of a new pair that this authority has signed.
     *
     * @param extensions of the certificate, as keytool takes them
     */
    public Path signed(String name, String... extensions)
            throws IOException, InterruptedException, GeneralSecurityException {
        pair(name, extensions);
        keytool("-certreq", "-alias", name, "-file", path(name + ".csr"));
        List<String> sign = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-validity",
                "2",
                "-infile",
                path(name + ".csr"),
                "-outfile",
                path(name + ".pem")));
        addExtensions(sign, extensions);
        keytool(sign.toArray(String[]::new));
        KeyStore keys = keys();
        Path own = Files.createDirectories(directory.resolve(name));
        Files.writeString(own.resolve("ca.pem"), pem("CERTIFICATE", keys.getCertificate("ca")));
        Files.copy(directory.resolve(name + ".pem"), own.resolve("cert.pem"));
        Key key = keys.getKey(name, SECRET);
        Files.writeString(own.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        return own;
    }

    private void pair(String name, String... extensions) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=" + name));
        addExtensions(words, extensions);
        keytool(words.toArray(String[]::new));
    }

    private static void addExtensions(List<String> words, String... extensions) {
        for (String extension : extensions) {
            words.addAll(List.of("-ext", extension));
        }
    }

    private void keytool(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.addAll(List.of(words));
        all.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, SECRET);
        }
        return keys;
    }

    private static String pem(String what, Certificate certificate) throws GeneralSecurityException {
        return pem(what, certificate.getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
