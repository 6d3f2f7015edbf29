/**
 * The engine's JSON: one mapping between the records of the model and ECS's JSON, for files, for the wire and for the store.
 *
 * <p>Records are mapped by their components alone; no annotation and no type of a JSON library appears in the model.
 */
@NullMarked
package io.stowage.core.json;

import org.jspecify.annotations.NullMarked;
