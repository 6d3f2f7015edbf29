package io.stowage.model;

import java.util.Objects;

/**
 * An Elastic Inference accelerator of a task.
 *
 * @param deviceName how containers refer to it
 * @param deviceType its type
 */
public record InferenceAccelerator(String deviceName, String deviceType) {

    /** Checks what is required for null. */
    public InferenceAccelerator {
        Objects.requireNonNull(deviceName, "InferenceAccelerator.deviceName is required");
        Objects.requireNonNull(deviceType, "InferenceAccelerator.deviceType is required");
    }
}
