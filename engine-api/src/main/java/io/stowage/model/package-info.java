/**
 * ECS's vocabulary as records and enums. The names of components and the values of enums are those of ECS's JSON.
 *
 * <p>Records hold what was given: an absent field is null, an empty list stays an empty list, a map keeps its order.
 * Collections are unmodifiable copies. What ECS requires is not nullable and checked by the constructor; every other rule
 * is checked when a definition is registered. Methods whose names end in {@code OrDefault}, or start with {@code is}, state
 * ECS's default for an absent field and are no part of the JSON.
 */
@NullMarked
package io.stowage.model;

import org.jspecify.annotations.NullMarked;
