/**
 * What an ECS container comes to in Docker: pure translation, no call to a daemon.
 *
 * <p>The way in is {@link io.stowage.runtime.docker.spec.Translation}, one for each connection to a host. A runtime creates a container so:
 *
 * <ol>
 *   <li>{@code CreatePlan plan = translation.translate(spec, siblings)}. A "no" that names the field comes as a
 *       {@link io.stowage.spi.ContainerRuntimeException}. {@code siblings} are the containers of the task that are on the host by now, by
 *       which {@code links} and {@code volumesFrom} are found.
 *   <li>For each of {@link io.stowage.runtime.docker.spec.CreatePlan#networks() plan.networks()}: it has to be there; none is made here.
 *   <li>For each of {@link io.stowage.runtime.docker.spec.CreatePlan#volumes() plan.volumes()}: create it where it is missing and
 *       {@link io.stowage.runtime.docker.spec.VolumeRequest#createdIfMissing()}, else refuse. A {@link
 *       io.stowage.runtime.docker.spec.VolumeRequest#withTask() volume of the task} goes with the task's last container, any other one stays.
 *   <li>{@link io.stowage.runtime.docker.spec.CreatePlan#holder() plan.holder()}: create or adopt it by its name, and <em>start</em> it. It goes
 *       with the task's last container.
 *   <li>{@link io.stowage.runtime.docker.spec.CreatePlan#secretFiles() plan.secretFiles()}: copy the archive into the holder.
 *   <li>{@link io.stowage.runtime.docker.spec.CreatePlan#container() plan.container()}{@code .applyTo(client.createContainerCmd(image))}, add
 *       labels of the runtime's own, and send it.
 * </ol>
 *
 * <p>Which host ports a container has is written in its label {@link io.stowage.runtime.docker.spec.DockerLabels#BINDINGS}, so that a list of
 * containers is enough to know them, before the start as well as after: {@link io.stowage.runtime.docker.spec.DockerLabels#bindings}. Labels
 * for which {@link io.stowage.runtime.docker.spec.DockerLabels#isInternal} is true are not the engine's: they are taken away from what a
 * runtime reports. What holds a task's namespaces, and is none of its containers, carries none of the engine's labels but those of its own:
 * {@link io.stowage.runtime.docker.spec.DockerLabels#HOLDER_OF} has the id of the task. Volumes of a task carry {@link
 * io.stowage.runtime.docker.spec.DockerLabels#VOLUME_OF}.
 *
 * <p>{@link io.stowage.runtime.docker.spec.HostPorts} remembers who has which host port. A runtime tells it on attach and after each list what
 * is there ({@link io.stowage.runtime.docker.spec.HostPorts#seen}), and gives ports back when a container was removed.
 *
 * <p>{@link io.stowage.runtime.docker.spec.DockerFields} says which fields of a definition are acted on, and what of one definition is not.
 */
@NullMarked
package io.stowage.runtime.docker.spec;

import org.jspecify.annotations.NullMarked;
