/**
 * ECS's vocabulary as records and enums. The names of components and the values of enums are those of ECS's JSON.
 *
 * <p>Records hold what was given: an absent field is null, an empty list stays an empty list, a map keeps its order. In the
 * records that the engine writes, which are {@link io.stowage.model.Cluster}, {@link io.stowage.model.ContainerInstance},
 * {@link io.stowage.model.Service}, {@link io.stowage.model.Deployment}, {@link io.stowage.model.Task},
 * {@link io.stowage.model.Container} and what only they contain, a list is never null: an absent one reads as empty.
 * Collections are unmodifiable copies. What ECS requires is not nullable and checked by the constructor; every other rule
 * is checked when a request is submitted. Methods whose names end in {@code OrDefault}, or start with {@code is}, state
 * ECS's default for an absent field and are no part of the JSON.
 */
@NullMarked
package io.stowage.model;

import org.jspecify.annotations.NullMarked;
