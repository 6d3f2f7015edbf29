package io.stowage.benchmarks.placement;

import com.netflix.fenzo.VirtualMachineLease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.Protos;
import org.jspecify.annotations.Nullable;

/** What a host has to offer, in Fenzo's words. */
record FenzoLease(String id, String host, int cpu, int memory) implements VirtualMachineLease {

    @Override
    public String getId() {
        return id;
    }

    @Override
    public long getOfferedTime() {
        return 0;
    }

    @Override
    public String hostname() {
        return host;
    }

    @Override
    public String getVMID() {
        return host;
    }

    @Override
    public double cpuCores() {
        return cpu;
    }

    @Override
    public double memoryMB() {
        return memory;
    }

    @Override
    public double networkMbps() {
        return 0;
    }

    @Override
    public double diskMB() {
        return 0;
    }

    @Override
    public List<Range> portRanges() {
        return List.of();
    }

    @Override
    public Protos.@Nullable Offer getOffer() {
        return null;
    }

    /** Fenzo looks up null in it. */
    @Override
    public Map<String, Protos.Attribute> getAttributeMap() {
        return new LinkedHashMap<>();
    }

    @Override
    public @Nullable Double getScalarValue(String name) {
        return null;
    }

    @Override
    public Map<String, Double> getScalarValues() {
        return Map.of();
    }
}
