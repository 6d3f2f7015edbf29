package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            Optional<NetworkBinding> binding = matcher.matches() ? binding(matcher) : Optional.empty();
            if (binding.isEmpty()) {
                return List.of();
            }
            bindings.add(binding.get());
        }
        return bindings;
    }

    private static Optional<NetworkBinding> binding(Matcher matcher) {
        String address = matcher.group(1);
        TransportProtocol protocol = matcher.group(4).equals("udp") ? TransportProtocol.UDP : TransportProtocol.TCP;
        boolean range = matcher.group(2).contains("-");
        Optional<PortRange> host = ports(matcher.group(2));
        Optional<PortRange> container = ports(matcher.group(3));
        if (host.isEmpty()
                || container.isEmpty()
                || host.get().size() != container.get().size()) {
            return Optional.empty();
        }
        return Optional.of(
                range
                        ? new NetworkBinding(
                                address,
                                null,
                                null,
                                protocol,
                                container.get().toString(),
                                host.get().toString())
                        : NetworkBinding.port(
                                address, container.get().first(), host.get().first(), protocol));
    }

    private static Optional<PortRange> ports(String text) {
        return PortRange.parse(text.contains("-") ? text : text + "-" + text);
    }
}
