package io.stowage.core.operation;

import java.util.function.Supplier;

/**
 * A read whose answer may take long to work out. The loop only prepares it, by copying what is needed; {@code get} works it out, once, on the thread
 * of whoever asked. Such an answer never leaves the engine: there is no way through the inbox for it.
 */
public interface WhatIf<T> extends ReadOperation<Supplier<T>> {}
