package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Host ports as the text of a label: {@code 0.0.0.0:32768:80/tcp,0.0.0.0:32770-32772:9000-9002/udp}. */
final class BindingText {

    private static final Pattern BINDING = Pattern.compile(
            "([0-9a-fA-F.:]{2,45}):([0-9]{1,5}(?:-[0-9]{1,5})?):([0-9]{1,5}(?:-[0-9]{1,5})?)/(tcp|udp)");

    private BindingText() {}

    static String write(List<NetworkBinding> bindings) {
        return bindings.stream().map(BindingText::write).collect(Collectors.joining(","));
    }

    private static String write(NetworkBinding binding) {
        boolean range = binding.hostPortRange() != null;
        return binding.bindIP() + ":" + (range ? binding.hostPortRange() : binding.hostPort()) + ":"
                + (range ? binding.containerPortRange() : binding.containerPort()) + "/" + binding.protocol();
    }

    /** Empty if any of it is not what {@link #write} writes: half an answer would be a wrong one. */
    static List<NetworkBinding> read(String text) {
        List<NetworkBinding> bindings = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher matcher = BINDING.matcher(one);
            if (!matcher.matches()) {
                return List.of();
            }
            bindings.add(binding(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
        }
        return bindings;
    }

    private static NetworkBinding binding(String address, String host, String container, String protocol) {
        TransportProtocol transport = protocol.equals("udp") ? TransportProtocol.UDP : TransportProtocol.TCP;
        return host.contains("-") || container.contains("-")
                ? new NetworkBinding(address, null, null, transport, container, host)
                : NetworkBinding.port(address, Integer.parseInt(container), Integer.parseInt(host), transport);
    }
}
