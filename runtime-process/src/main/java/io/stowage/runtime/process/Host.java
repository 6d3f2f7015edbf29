package io.stowage.runtime.process;

import io.stowage.model.Attribute;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What this runtime asks its host. */
final class Host {
    private Host() {}

    static boolean isLinux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    static boolean isRoot() {
        return userId() == 0;
    }

    /** The numeric user id of this process; -1 where it can't be learned. */
    static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }

    /** What tells this machine from others, whenever it boots; the host's name where it has no id, empty if that can't be learned either. */
    static String machineId() {
        for (String file : List.of("/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/sys/kernel/hostname")) {
            try {
                String id = Files.readString(Path.of(file)).trim();
                if (!id.isEmpty()) {
                    return id;
                }
            } catch (IOException e) {
                // The next file says it as well.
            }
        }
        return "";
    }

    /** A new one with each boot. */
    static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
    }

    static Instant bootedAt() throws IOException {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        long millis = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
        return Instant.now().minusMillis(millis);
    }

    static int memoryMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return (int) (Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024);
            }
        }
        throw new IOException("/proc/meminfo has no line MemTotal");
    }

    static Settings.PortRange ephemeralPorts() {
        byte[] buffer = new byte[64];
        // In one read: the kernel gives nothing more of this file to a second one.
        try (InputStream in = new FileInputStream("/proc/sys/net/ipv4/ip_local_port_range")) {
            int length = Math.max(0, in.read(buffer));
            String[] range = new String(buffer, 0, length, StandardCharsets.US_ASCII)
                    .trim()
                    .split("\\s+", -1);
            return new Settings.PortRange(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
        } catch (IOException e) {
            // The kernel's own default.
            return new Settings.PortRange(32768, 60999);
        }
    }

    static List<Attribute> attributes() {
        return List.of(
                new Attribute("ecs.os-type", "linux", null, null),
                new Attribute("ecs.os-family", "LINUX", null, null),
                new Attribute("ecs.cpu-architecture", architecture(), null, null));
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
