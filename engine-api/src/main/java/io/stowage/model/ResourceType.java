package io.stowage.model;

/** A resource other than CPU, memory and ports that a container asks for. */
public enum ResourceType {
    /** Physical GPUs. */
    GPU("GPU"),
    /** An Elastic Inference accelerator of the task definition. */
    INFERENCE_ACCELERATOR("InferenceAccelerator"),
    /** Neuron devices. */
    NEURON_DEVICE("NeuronDevice");

    private final String value;

    ResourceType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
